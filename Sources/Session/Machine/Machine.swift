internal import CStrataKernels
internal import Foundation
package import StrataLinearAlgebra
package import StrataRuns

/// What this machine and this build do the arithmetic with, and what holds them back.
package struct Machine: Sendable, Equatable {
  /// What the bits of a result depend on.
  package let arithmetic: RunRecord.Arithmetic
  /// The version and build options of the engine, as it states them.
  package let engineVersion: String
  /// What in the environment makes it slower than it could be, a sentence each; mostly none.
  package let warnings: [String]

  /// This machine, as it carries out `execution`.
  package init(_ execution: Execution) {
    let engine = execution.arithmetic.engine
    let skipping = execution.arithmetic.zeroSkipping
    arithmetic = RunRecord.Arithmetic(
      engine: engine.title, coreType: engine.kernels,
      instructionSet: String(cString: strata_isa_name()), threads: execution.threads,
      precision: execution.arithmetic.precision.rawValue,
      zeroSkipping: .init(limit: skipping.limit, entry: skipping.entry))
    engineVersion = engine.version
    warnings = Self.warnings(
      engine: engine, arithmetic: arithmetic,
      processors: Processors.current.available,
      environment: ProcessInfo.processInfo.environment)
  }

  /// The versions that a run records, by name.
  package var versions: [String: String] {
    ["mnist-pipeline": Version.current, arithmetic.engine: engineVersion]
  }

  /// Cores of OpenBLAS whose kernels use AVX-512.
  private static let wideCores = ["SkylakeX", "Cooperlake", "SapphireRapids"]

  package static func warnings(
    engine: Engine, arithmetic: RunRecord.Arithmetic, processors: Int, environment: [String: String]
  ) -> [String] {
    var warnings =
      switch engine {
      case .openBLAS: openBLAS(arithmetic, environment)
      case .oneDNN: oneDNN(environment)
      case .plain: plain
      }
    if arithmetic.threads > processors {
      warnings.append(
        "\(arithmetic.threads) threads on \(processors) processor\(processors == 1 ? "" : "s") wait for each "
          + "other: use --threads \(processors)")
    }
    return warnings
  }

  /// Slow by choice needs no word; slow because the build has nothing better does.
  private static var plain: [String] {
    guard Engine.best == .plain else { return [] }
    return [
      "this build has no library for products and takes plain loops, two or three times slower: run scripts/setup, "
        + "which installs libopenblas-dev, and build with all traits"
    ]
  }

  private static func openBLAS(
    _ arithmetic: RunRecord.Arithmetic, _ environment: [String: String]
  ) -> [String] {
    var warnings: [String] = []
    if let forced = environment["OPENBLAS_CORETYPE"] {
      let isNarrow =
        arithmetic.instructionSet == "AVX-512" && !wideCores.contains(arithmetic.coreType)
      warnings.append(
        "OPENBLAS_CORETYPE=\(forced) chooses OpenBLAS's kernels (\(arithmetic.coreType))"
          + (isNarrow
            ? "; this processor has AVX-512 and would be up to twice as fast without it: "
              + "unset OPENBLAS_CORETYPE"
            : " in place of its own choice"))
    }
    if let size = environment["OPENBLAS_L2_SIZE"] {
      warnings.append(
        "OPENBLAS_L2_SIZE=\(size) sets the block sizes of OpenBLAS's products; products can be much "
          + "slower than with its own choice: unset OPENBLAS_L2_SIZE")
    }
    return warnings
  }

  private static func oneDNN(_ environment: [String: String]) -> [String] {
    ["ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA"].compactMap { name in
      environment[name].map {
        "\(name)=\($0) keeps oneDNN from instructions that this processor may have: unset \(name)"
      }
    }
  }
}
