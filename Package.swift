// swift-tools-version: 6.1
import Foundation
import PackageDescription

/// True when this package is the one being built, false when another package depends on it by version.
let isRootPackage = !Context.packageDirectory.contains("/checkouts/")

/// The arithmetic is optimised in debug builds too, so that a plain `swift run` trains at full speed.
/// Only at the root: unsafe flags would make the package unusable as a versioned dependency.
let hotSwift: [SwiftSetting] =
  isRootPackage ? [.unsafeFlags(["-O"], .when(configuration: .debug))] : []
let hotC: [CSetting] = isRootPackage ? [.unsafeFlags(["-O3", "-Werror=switch"])] : []

/// An optional system library: used when its header is installed, never needed.
func isInstalled(_ header: String) -> Bool {
  ["/usr/include", "/usr/local/include"].contains {
    FileManager.default.fileExists(atPath: "\($0)/\(header)")
  }
}
let hasZlib = isInstalled("zlib.h")
let hasPNG = isInstalled("png.h")
let hasOneDNN = isInstalled("dnnl.h")

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  // Windows on memory that cannot outlive it (`Window: ~Escapable`).
  .enableExperimentalFeature("Lifetimes"),
]

let package = Package(
  name: "strata",
  products: [
    .library(name: "Strata", targets: ["Strata"]),
    .executable(name: "mnist-pipeline", targets: ["MNISTPipeline"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/onevcat/Rainbow", from: "4.2.2"),
    .package(url: "https://github.com/ordo-one/TextTable", from: "0.0.2"),
  ],
  targets: [
    // System libraries, and one small folder of C loops; oneDNN joins them at the end.
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .target(name: "CKernels", cSettings: hotC),
    .target(name: "CProcessors"),
    .target(name: "CSignals"),

    // The house, from the ground up; an arrow points down only.
    .target(
      name: "LinearAlgebra",
      dependencies: ["CKernels", "COpenBLAS", "CProcessors"] + (hasOneDNN ? ["COneDNN"] : []),
      swiftSettings: strict + hotSwift + (hasOneDNN ? [.define("STRATA_ONEDNN")] : [])),
    .target(
      name: "LayerGraph", dependencies: ["LinearAlgebra", "CKernels"],
      swiftSettings: strict + hotSwift),
    .target(
      name: "Pretraining", dependencies: ["LayerGraph", "LinearAlgebra"],
      swiftSettings: strict + hotSwift),
    .target(
      name: "Datasets",
      dependencies: ["LinearAlgebra", .product(name: "Crypto", package: "swift-crypto")]
        + (hasZlib ? ["CZlib"] : []) + (hasPNG ? ["CPNG"] : []),
      swiftSettings: strict + hotSwift + (hasZlib ? [.define("STRATA_ZLIB")] : [])
        + (hasPNG ? [.define("STRATA_PNG")] : [])),
    .target(
      name: "Classifiers", dependencies: ["Datasets", "LayerGraph", "LinearAlgebra"],
      swiftSettings: strict + hotSwift),
    .target(
      name: "Analysis", dependencies: ["LayerGraph", "LinearAlgebra"],
      swiftSettings: strict + hotSwift),
    .target(
      name: "Checkpoints",
      dependencies: [
        "LayerGraph", "LinearAlgebra", .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict),
    .target(
      name: "Reports",
      dependencies: [
        "Classifiers", "Datasets", "LayerGraph", "LinearAlgebra", "Rainbow",
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "TextTable", package: "TextTable"),
      ] + (hasPNG ? ["CPNG"] : []),
      swiftSettings: strict + (hasPNG ? [.define("STRATA_PNG")] : [])),
    .target(
      name: "Pipeline",
      dependencies: [
        "Analysis", "CKernels", "CSignals", "Checkpoints", "Classifiers", "Datasets", "LayerGraph",
        "LinearAlgebra", "Pretraining", "Reports", "Yams",
      ],
      swiftSettings: strict),
    .target(
      name: "Experiments",
      dependencies: [
        "Analysis", "Checkpoints", "Classifiers", "Datasets", "LayerGraph", "LinearAlgebra", "Pipeline",
        "Pretraining", "Reports",
      ],
      swiftSettings: strict + hotSwift),
    .target(
      name: "Strata",
      dependencies: [
        "Analysis", "Checkpoints", "Classifiers", "Datasets", "LayerGraph", "LinearAlgebra",
        "Pretraining", "Reports",
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "MNISTPipeline",
      dependencies: [
        "Datasets", "Experiments", "LinearAlgebra", "Pipeline", "Reports",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // Tests: one target for each storey, and whole commands.
    .target(
      name: "CTestSupport", path: "Tests/CTestSupport",
      cSettings: [.headerSearchPath("../../Sources/CKernels")]),
    .testTarget(
      name: "LinearAlgebraTests",
      dependencies: ["LinearAlgebra", "CKernels", "CTestSupport", "TestSupport"]
        + (hasOneDNN ? ["COneDNN"] : []),
      swiftSettings: strict + hotSwift + (hasOneDNN ? [.define("STRATA_ONEDNN")] : [])),
    .testTarget(
      name: "LayerGraphTests",
      dependencies: ["LayerGraph", "LinearAlgebra", "CKernels", "CTestSupport"],
      resources: [.copy("Fixtures")], swiftSettings: strict + hotSwift),
    .testTarget(
      name: "PretrainingTests", dependencies: ["Pretraining", "LayerGraph", "LinearAlgebra"],
      swiftSettings: strict),
    .testTarget(
      name: "DatasetsTests", dependencies: ["Datasets", "LinearAlgebra"], resources: [.copy("Fixtures")],
      swiftSettings: strict + (hasPNG ? [.define("STRATA_PNG")] : [])),
    .testTarget(
      name: "ClassifiersTests", dependencies: ["Classifiers", "Datasets", "LayerGraph", "LinearAlgebra"],
      resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(
      name: "AnalysisTests", dependencies: ["Analysis", "LayerGraph", "LinearAlgebra"],
      swiftSettings: strict + hotSwift),
    .testTarget(
      name: "CheckpointsTests", dependencies: ["Checkpoints", "LayerGraph", "LinearAlgebra"],
      resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(
      name: "ReportsTests",
      dependencies: ["Reports", "Classifiers", "LayerGraph", "LinearAlgebra", "TestSupport"],
      resources: [.copy("Golden")], swiftSettings: strict),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    .target(
      name: "FuzzTargets",
      dependencies: [
        "CTestSupport", "Checkpoints", "Classifiers", "Datasets", "LayerGraph", "LinearAlgebra", "Pipeline",
        "Pretraining", "Reports", "TestSupport", .product(name: "Crypto", package: "swift-crypto"),
      ], path: "Tests/FuzzTargets", swiftSettings: strict),
    .testTarget(
      name: "HostileTests", dependencies: ["FuzzTargets", "TestSupport"],
      resources: [.copy("Corpus")], swiftSettings: strict),
    .testTarget(
      name: "PipelineTests",
      dependencies: [
        "Pipeline", "Checkpoints", "Classifiers", "Datasets", "LayerGraph", "LinearAlgebra", "Pretraining",
        "Reports", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: [
        "Datasets", "Experiments", "LayerGraph", "LinearAlgebra", "Pipeline", "Pretraining", "Reports",
        "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "MNISTPipelineTests", dependencies: ["MNISTPipeline", "TestSupport"],
      resources: [.copy("Golden")], swiftSettings: strict),
    .testTarget(
      name: "StrataTests", dependencies: ["Strata"], swiftSettings: strict),
  ]
)

if hasOneDNN {
  package.targets.append(
    .target(name: "COneDNN", cSettings: hotC, linkerSettings: [.linkedLibrary("dnnl")]))
}

/// The folder of libFuzzer's library, which `scripts/fuzz` names: only then is the fuzzer built.
if let libFuzzer = Context.environment["STRATA_LIBFUZZER"] {
  package.targets.append(
    .executableTarget(
      name: "Fuzzer", dependencies: ["CTestSupport", "FuzzTargets", "TestSupport"], path: "Tests/Fuzzer",
      swiftSettings: strict,
      linkerSettings: [
        .unsafeFlags(["-L\(libFuzzer)", "-lclang_rt.fuzzer_no_main-x86_64", "-lstdc++"])
      ]))
}
