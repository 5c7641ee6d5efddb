/// From which density on zeros are no longer skipped: an entry of a table in the sources, so that the choice
/// depends on machine, engine and precision alone, never on a clock.
///
/// The bits of a result depend on the choice, so a run records the entry.
package struct ZeroSkipping: Hashable, Sendable {
  /// The share of non-zeros below which a product that skips the zeros is the faster one, from 0 to 1.
  package let limit: Float
  /// The entry that said so, in words: `AVX2, OpenBLAS, float32`.
  package let entry: String

  /// One line of the table.
  struct Entry {
    let instructions: InstructionSet
    let engine: Engine
    let precision: Precision
    let limit: Float
  }

  /// What holds where nothing was measured, and has held everywhere before there was a table.
  package static let unmeasured: Float = 0.3

  // What to measure: the benchmark of kernels (docs/performance.md) on one thread, ten times, for each engine and
  // precision, on a quiet machine of the kind. Its rows `product of … % non-zeros, zeros skipped` are multiples of the dense
  // product of the same shape, 256×1000×784, and cross 1 where skipping stops paying. They bear the whole search
  // for non-zeros, which a training step shares with the weight's gradient; so a limit may lie a little above.
  //
  // Measured:
  // - AVX2, oneDNN 2.6.3, Float32 (EPYC, Zen 2; Benchmarks/ratios.json): 0.36 at 10 % non-zeros, 0.72 at 20 %,
  //   1.07 at 30 %, 1.63 at 50 %. It crosses at 28 %, with the search shared at about 30 %.
  // - AVX-512 BF16 (EPYC, Zen 5), two runs that differ by at most 0.04, at 10, 20, 30 and 50 %:
  //   oneDNN 2.6.3, Float32:           0.31 0.52 0.73 1.14, crosses at 43 %;
  //   oneDNN 2.6.3, bfloat16:          0.45 0.70 0.91 1.39, crosses at 34 %;
  //   oneDNN 2.6.3, emulated bfloat16: 0.21 0.33 0.44 0.67, beyond what was measured;
  //   OpenBLAS 0.3.21, Float32:           0.30 0.51 0.70 1.11, crosses at 45 %;
  //   OpenBLAS 0.3.21, emulated bfloat16: 0.21 0.32 0.43 0.65, beyond what was measured.
  //   A Zen 4's dense products are slower by half and more, and its caches about as fast: it crosses later.
  //
  // Everything else was not measured on a quiet machine and has the value of before.
  static let table: [Entry] = [
    Entry(instructions: .avx2, engine: .oneDNN, precision: .float32, limit: 0.3),
    Entry(instructions: .avx2, engine: .oneDNN, precision: .emulatedBFloat16, limit: unmeasured),
    Entry(instructions: .avx2, engine: .openBLAS, precision: .float32, limit: unmeasured),
    Entry(instructions: .avx2, engine: .openBLAS, precision: .emulatedBFloat16, limit: unmeasured),
    Entry(instructions: .avx512, engine: .oneDNN, precision: .float32, limit: unmeasured),
    Entry(instructions: .avx512, engine: .oneDNN, precision: .emulatedBFloat16, limit: unmeasured),
    Entry(instructions: .avx512, engine: .openBLAS, precision: .float32, limit: unmeasured),
    Entry(instructions: .avx512, engine: .openBLAS, precision: .emulatedBFloat16, limit: unmeasured),
    Entry(instructions: .avx512BFloat16, engine: .oneDNN, precision: .float32, limit: 0.43),
    Entry(instructions: .avx512BFloat16, engine: .oneDNN, precision: .bfloat16, limit: 0.34),
    Entry(instructions: .avx512BFloat16, engine: .oneDNN, precision: .emulatedBFloat16, limit: 0.5),
    Entry(instructions: .avx512BFloat16, engine: .openBLAS, precision: .float32, limit: 0.45),
    Entry(instructions: .avx512BFloat16, engine: .openBLAS, precision: .emulatedBFloat16, limit: 0.5),
    Entry(instructions: .avx2, engine: .plain, precision: .float32, limit: unmeasured),
    Entry(instructions: .avx2, engine: .plain, precision: .emulatedBFloat16, limit: unmeasured),
    Entry(instructions: .avx512, engine: .plain, precision: .float32, limit: unmeasured),
    Entry(instructions: .avx512, engine: .plain, precision: .emulatedBFloat16, limit: unmeasured),
    Entry(instructions: .avx512BFloat16, engine: .plain, precision: .float32, limit: unmeasured),
    Entry(instructions: .avx512BFloat16, engine: .plain, precision: .emulatedBFloat16, limit: unmeasured),
  ]

  /// The table's entry for an arithmetic; instruction sets that are not in it have what holds unmeasured.
  init(_ arithmetic: Arithmetic, on instructions: InstructionSet, table: [Entry] = Self.table) {
    let found = table.first {
      $0.instructions == instructions && $0.engine == arithmetic.engine
        && $0.precision == arithmetic.precision
    }
    limit = found?.limit ?? Self.unmeasured
    entry =
      "\(instructions.rawValue), \(arithmetic.engine.title), \(arithmetic.precision.rawValue)"
      + (found == nil ? ", not in the table" : "")
  }
}

extension Arithmetic {
  /// Up to which density products skip zeros on this processor.
  package var zeroSkipping: ZeroSkipping { ZeroSkipping(self, on: .current) }
}
