import Testing

@testable import StrataLinearAlgebra

/// The limit of density is looked up, not measured: by instructions, engine and precision.
struct ZeroSkippingTests {
  private static let vectors: [InstructionSet] = [.avx2, .avx512, .avx512BFloat16]

  /// Every arithmetic that a processor with vectors can do has one line.
  @Test(arguments: vectors, Engine.allCases)
  func theTableIsComplete(instructions: InstructionSet, engine: Engine) {
    for precision in Precision.allCases {
      let lines = ZeroSkipping.table.filter {
        $0.instructions == instructions && $0.engine == engine && $0.precision == precision
      }
      let isPossible = precision != .bfloat16 || engine == .oneDNN && instructions == .avx512BFloat16
      #expect(lines.count == (isPossible ? 1 : 0), "\(precision)")
      #expect(lines.allSatisfy { (0...1).contains($0.limit) })
    }
  }

  /// The line that decides is the arithmetic's own, and it is named.
  @Test(arguments: InstructionSet.allCases, Engine.allCases)
  func theLineOfTheArithmeticDecides(instructions: InstructionSet, engine: Engine) {
    let table = Self.vectors.flatMap { instructions in
      Engine.allCases.flatMap { engine in
        Precision.allCases.map { precision in
          ZeroSkipping.Entry(
            instructions: instructions, engine: engine, precision: precision,
            limit: limit(instructions, engine, precision))
        }
      }
    }
    for precision in Precision.allCases {
      let found = ZeroSkipping(
        Arithmetic(engine: engine, precision: precision), on: instructions, table: table)
      let isInTable = Self.vectors.contains(instructions)
      #expect(
        found.limit == (isInTable ? limit(instructions, engine, precision) : ZeroSkipping.unmeasured))
      #expect(
        found.entry == "\(instructions.rawValue), \(engine.title), \(precision.rawValue)"
          + (isInTable ? "" : ", not in the table"))
    }
  }

  /// Another number for each line.
  private func limit(_ instructions: InstructionSet, _ engine: Engine, _ precision: Precision) -> Float {
    let places = (
      InstructionSet.allCases.firstIndex(of: instructions) ?? 0, Engine.allCases.firstIndex(of: engine) ?? 0,
      Precision.allCases.firstIndex(of: precision) ?? 0
    )
    return Float(places.0 * 100 + places.1 * 10 + places.2) / 1000
  }

  /// What decides here, and that products go by it.
  @Test func thisProcessorHasALimit() {
    for engine in Engine.available {
      let arithmetic = Arithmetic(engine: engine)
      #expect(arithmetic.zeroSkipping == ZeroSkipping(arithmetic, on: .current))
      #expect(arithmetic.worthwhileDensity == arithmetic.zeroSkipping.limit)
    }
  }

  #if STRATA_ONEDNN
    /// oneDNN asks the processor in its own way, and comes to the same.
    @Test func bfloat16IsFoundWhereOneDNNFindsIt() {
      guard InstructionSet.current != .portable else { return }
      if OneDNN.hasBFloat16 { #expect(InstructionSet.current == .avx512BFloat16) }
    }
  #endif
}
