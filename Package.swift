// swift-tools-version: 6.2
import PackageDescription

// MARK: - Settings

/// The arithmetic is optimised in debug builds too, so that a plain `swift run` trains at full speed.
let hotSwift: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]
/// A case that a `switch` in C forgets is an error, as in Swift.
let hotC: [CSetting] = [.unsafeFlags(["-O3", "-Werror=switch"])]

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  // Windows on memory that cannot outlive it (`Window: ~Escapable`).
  .enableExperimentalFeature("Lifetimes"),
]

// MARK: - Optional libraries

// Each is a trait that is on by default, so a build has all of them or says which is missing; what a build can
// do never follows from what happened to be installed when its manifest was read.
let jpeg = "JPEG"
let mpi = "MPI"
let oneDNN = "OneDNN"
let openBLAS = "OpenBLAS"
let png = "PNG"
let zlib = "Zlib"

/// pkg-config's name of the MPI that the trait builds with: Open MPI's, or what STRATA_MPI says, such as `mpich`.
let mpiPackage = Context.environment["STRATA_MPI"] ?? "ompi-c"

func uses(_ trait: String) -> [SwiftSetting] {
  [.define("STRATA_\(trait.uppercased())", .when(traits: [trait]))]
}
func library(_ target: String, _ trait: String) -> Target.Dependency {
  .target(name: target, condition: .when(traits: [trait]))
}

// MARK: - Targets

/// The module of a folder in `Sources`: the folder's name with a prefix that no other package has.
func room(
  _ folder: String, on dependencies: [Target.Dependency], _ settings: [SwiftSetting] = [],
  embedding files: [String] = []
) -> Target {
  .target(
    name: "Strata\(folder)", dependencies: dependencies, path: "Sources/\(folder)",
    resources: files.map { .embedInCode("Assets/\($0)") }, swiftSettings: strict + settings)
}

/// The tests of a folder in `Tests`.
func tests(
  _ folder: String, of dependencies: [Target.Dependency], resources: [Resource] = [],
  _ settings: [SwiftSetting] = []
) -> Target {
  .testTarget(
    name: folder, dependencies: dependencies + ["StrataTestSupport"], resources: resources,
    swiftSettings: strict + settings)
}

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let serviceLifecycle = Target.Dependency.product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let textTable = Target.Dependency.product(name: "TextTable", package: "TextTable")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "strata",
  products: [
    .library(name: "Strata", targets: ["Strata"]),
    .library(name: "StrataReports", targets: ["StrataReports"]),
    .executable(name: "mnist-pipeline", targets: ["MNISTPipeline"]),
  ],
  traits: [
    .trait(name: jpeg, description: "Pictures as JPEG, read (libturbojpeg0-dev)"),
    .trait(name: mpi, description: "Training on several machines; not on by default (libopenmpi-dev)"),
    .trait(name: oneDNN, description: "Faster products of small batches, and bfloat16 (libdnnl-dev)"),
    .trait(name: openBLAS, description: "Fast products; without it plain loops (libopenblas-dev)"),
    .trait(name: png, description: "Pictures as PNG, compressed (libpng-dev)"),
    .trait(name: zlib, description: "Data files that are compressed with gzip (zlib1g-dev)"),
    .default(enabledTraits: [jpeg, oneDNN, openBLAS, png, zlib]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/onevcat/Rainbow", from: "4.2.2"),
    .package(url: "https://github.com/ordo-one/TextTable", from: "0.0.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // System libraries, and small folders of C.
    .systemLibrary(
      name: "CStrataOpenBLAS", path: "Sources/COpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(
      name: "CStrataZlib", path: "Sources/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CStrataPNG", path: "Sources/CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(
      name: "CStrataJPEG", path: "Sources/CJPEG", pkgConfig: "libturbojpeg",
      providers: [.apt(["libturbojpeg0-dev"])]),
    .systemLibrary(
      name: "CStrataMPI", path: "Sources/CMPI", pkgConfig: mpiPackage, providers: [.apt(["libopenmpi-dev"])]),
    .target(
      name: "CStrataOneDNN", path: "Sources/COneDNN", cSettings: hotC,
      linkerSettings: [.linkedLibrary("dnnl")]),
    .target(name: "CStrataKernels", path: "Sources/CKernels", cSettings: hotC),
    .target(name: "CStrataNeighbours", path: "Sources/CNeighbours"),
    .target(name: "CStrataProcessors", path: "Sources/CProcessors"),
    .target(name: "CStrataSignals", path: "Sources/CSignals"),

    // The house, from the ground up; an arrow points down only.
    room(
      "Files",
      on: [
        crypto, library("CStrataJPEG", jpeg), library("CStrataPNG", png), library("CStrataZlib", zlib),
      ],
      uses(jpeg) + uses(png) + uses(zlib) + hotSwift),
    room("Communication", on: [library("CStrataMPI", mpi), "CStrataNeighbours", "StrataFiles"], uses(mpi)),
    room(
      "LinearAlgebra",
      on: [
        "CStrataKernels", "CStrataProcessors", library("CStrataOneDNN", oneDNN),
        library("CStrataOpenBLAS", openBLAS), "StrataCommunication", "StrataFiles",
      ],
      uses(oneDNN) + uses(openBLAS) + hotSwift),
    room(
      "LayerGraph", on: ["CStrataKernels", "StrataCommunication", "StrataFiles", "StrataLinearAlgebra"],
      hotSwift),
    room("Pretraining", on: ["StrataFiles", "StrataLayerGraph", "StrataLinearAlgebra"], hotSwift),
    room(
      "Datasets", on: [crypto, "StrataFiles", "StrataLinearAlgebra"], hotSwift),
    room(
      "Classifiers", on: ["StrataDatasets", "StrataFiles", "StrataLayerGraph", "StrataLinearAlgebra"],
      hotSwift),
    room("Analysis", on: ["StrataFiles", "StrataLayerGraph", "StrataLinearAlgebra"], hotSwift),
    room("Checkpoints", on: [crypto, "StrataFiles", "StrataLayerGraph", "StrataLinearAlgebra"]),
    room(
      "Export", on: ["StrataDatasets", "StrataFiles", "StrataLayerGraph", "StrataLinearAlgebra"], hotSwift),
    room(
      "Inference",
      on: [
        "StrataAnalysis", "StrataCheckpoints", "StrataClassifiers", "StrataDatasets", "StrataExport",
        "StrataFiles", "StrataLayerGraph", "StrataLinearAlgebra",
      ], hotSwift),
    .target(
      name: "Strata",
      dependencies: [
        "StrataAnalysis", "StrataCheckpoints", "StrataClassifiers", "StrataDatasets", "StrataExport",
        "StrataFiles", "StrataInference", "StrataLayerGraph", "StrataLinearAlgebra", "StrataPretraining",
      ],
      swiftSettings: strict),

    // What is drawn and written for people.
    room(
      "Drawings",
      on: [
        library("CStrataPNG", png), "Rainbow", "StrataFiles", "StrataLinearAlgebra",
        textTable,
      ],
      uses(png)),
    room(
      "Reports",
      on: [
        mustache, "StrataClassifiers", "StrataDrawings", "StrataFiles", "StrataLayerGraph",
        "StrataLinearAlgebra",
      ]),

    // What is shown and answered over HTTP.
    room(
      "Playground",
      on: [
        "StrataClassifiers", "StrataDatasets", "StrataDrawings", "StrataExport", "StrataFiles",
        "StrataInference", "StrataLayerGraph", "StrataLinearAlgebra",
      ], hotSwift,
      embedding: [
        "network.js", "noise-panel.js", "noise.js", "pad.js", "page.css", "page.html", "page.js",
        "pictures.js", "prepare.js",
        "start.js",
      ]),
    room(
      "Serving",
      on: [
        crypto, httpTypes, hummingbird, hummingbirdCore, logging, nioCore, nioHTTP, serviceLifecycle,
        unixSignals,
        "StrataAnalysis",
        "StrataClassifiers",
        "StrataDatasets", "StrataDrawings", "StrataFiles", "StrataInference", "StrataLayerGraph",
        "StrataLinearAlgebra", "StrataPlayground",
      ], hotSwift, embedding: ["about.html", "openapi.json", "sign-in.html"]),

    // The program: what is to be done, what was done, and doing it.
    room(
      "Recipes",
      on: [
        "StrataClassifiers", "StrataDatasets", "StrataFiles", "StrataLayerGraph", "StrataLinearAlgebra",
        "StrataPretraining",
        "Yams",
      ]),
    room(
      "Runs",
      on: [
        "StrataClassifiers", "StrataDrawings", "StrataPretraining", "StrataCheckpoints", "StrataFiles",
        "StrataLayerGraph", "StrataLinearAlgebra",
      ]),
    room(
      "Session",
      on: [
        "CStrataKernels", "CStrataSignals", "StrataCheckpoints", "StrataClassifiers", "StrataCommunication",
        "StrataDatasets",
        "StrataDrawings",
        "StrataFiles", "StrataLayerGraph", "StrataLinearAlgebra", "StrataRecipes", "StrataReports",
        "StrataRuns",
      ]),
    room(
      "RunPages",
      on: [
        "StrataClassifiers", "StrataDatasets", "StrataDrawings", "StrataFiles", "StrataLayerGraph",
        "StrataReports", "StrataRuns", "StrataSession",
      ]),
    room(
      "Stages",
      on: [
        "StrataAnalysis", "StrataCheckpoints", "StrataClassifiers", "StrataCommunication", "StrataDatasets",
        "StrataDrawings",
        "StrataFiles", "StrataInference", "StrataLayerGraph", "StrataLinearAlgebra", "StrataPretraining",
        "StrataRecipes", "StrataReports", "StrataRunPages", "StrataRuns", "StrataSession",
      ], hotSwift),
    room(
      "Benchmarking",
      on: [
        "CStrataKernels", "StrataClassifiers", "StrataDatasets", "StrataDrawings", "StrataFiles",
        "StrataLayerGraph", "StrataLinearAlgebra", "StrataPretraining", "StrataRuns", "StrataSession",
      ]),
    room(
      "Experiments",
      on: [
        "StrataAnalysis", "StrataCheckpoints", "StrataClassifiers", "StrataDatasets", "StrataDrawings",
        "StrataFiles", "StrataLayerGraph", "StrataLinearAlgebra", "StrataPretraining", "StrataRecipes",
        "StrataReports", "StrataRunPages", "StrataRuns", "StrataSession", "StrataStages",
      ], hotSwift),
    .executableTarget(
      name: "MNISTPipeline",
      dependencies: [
        argumentParser, "StrataBenchmarking", "StrataClassifiers", "StrataDatasets", "StrataDrawings",
        "StrataExperiments", "StrataExport", "StrataFiles", "StrataInference", "StrataLinearAlgebra",
        "StrataPlayground", "StrataRecipes", "StrataReports", "StrataServing", "StrataSession",
        "StrataStages",
      ],
      swiftSettings: strict),

    // Tests: one target for each room, and whole commands.
    .target(
      name: "CStrataTestSupport", path: "Tests/CTestSupport",
      cSettings: [.headerSearchPath("../../Sources/CKernels")]),
    .target(
      name: "StrataTestSupport", path: "Tests/TestSupport",
      swiftSettings: strict),
    tests(
      "LinearAlgebraTests",
      of: [
        "CStrataKernels", "CStrataTestSupport", library("CStrataOneDNN", oneDNN), "StrataFiles",
        "StrataLinearAlgebra",
      ], uses(oneDNN) + hotSwift),
    tests(
      "LayerGraphTests",
      of: [
        "CStrataKernels", "CStrataTestSupport", "StrataCommunication", "StrataFiles", "StrataLayerGraph",
        "StrataLinearAlgebra",
      ],
      resources: [.copy("Fixtures")], hotSwift),
    tests(
      "PretrainingTests", of: ["StrataFiles", "StrataPretraining", "StrataLayerGraph", "StrataLinearAlgebra"]),
    tests(
      "DatasetsTests", of: ["StrataDatasets", "StrataFiles", "StrataLinearAlgebra"],
      resources: [.copy("Fixtures")], uses(jpeg) + uses(png)),
    tests(
      "ClassifiersTests",
      of: [
        "StrataClassifiers", "StrataFiles", "StrataLayerGraph", "StrataLinearAlgebra",
      ],
      resources: [.copy("Fixtures")]),
    tests(
      "AnalysisTests", of: ["StrataAnalysis", "StrataFiles", "StrataLayerGraph", "StrataLinearAlgebra"],
      hotSwift),
    tests(
      "CheckpointsTests",
      of: [
        "StrataCheckpoints", "StrataClassifiers", "StrataFiles", "StrataLayerGraph", "StrataLinearAlgebra",
        "StrataRuns",
      ],
      resources: [.copy("Fixtures")]),
    tests(
      "ExportTests",
      of: [
        "StrataDatasets", "StrataExport", "StrataFiles", "StrataLayerGraph", "StrataLinearAlgebra",
        "StrataPretraining",
      ],
      resources: [.copy("Fixtures")]),
    tests(
      "InferenceTests",
      of: [
        "StrataAnalysis", "StrataClassifiers", "StrataDatasets", "StrataFiles", "StrataInference",
        "StrataLayerGraph", "StrataLinearAlgebra", "StrataPretraining",
      ]),
    tests(
      "ReportsTests",
      of: [
        "StrataClassifiers", "StrataDrawings", "StrataFiles", "StrataLayerGraph", "StrataLinearAlgebra",
        "StrataReports",
      ], resources: [.copy("Golden")]),
    .target(
      name: "StrataFuzzTargets",
      dependencies: [
        "CStrataTestSupport", crypto, "StrataCheckpoints", "StrataClassifiers", "StrataDatasets",
        "StrataFiles", "StrataLayerGraph", "StrataLinearAlgebra", "StrataPretraining",
        "StrataRecipes", "StrataReports", "StrataRuns", "StrataTestSupport",
      ], path: "Tests/FuzzTargets", swiftSettings: strict),
    tests("HostileTests", of: ["StrataFuzzTargets"], resources: [.copy("Corpus")]),
    tests(
      "PipelineTests",
      of: [
        "StrataCheckpoints", "StrataClassifiers", "StrataCommunication", "StrataDatasets", "StrataDrawings",
        "StrataFiles",
        "StrataLayerGraph", "StrataLinearAlgebra", "StrataPretraining", "StrataRecipes", "StrataReports",
        "StrataRunPages", "StrataRuns", "StrataSession", "StrataStages",
      ], resources: [.copy("Fixtures")]),
    tests(
      "ExperimentsTests",
      of: [
        "StrataClassifiers", "StrataDatasets", "StrataDrawings", "StrataExperiments", "StrataFiles",
        "StrataLayerGraph", "StrataLinearAlgebra", "StrataPretraining", "StrataRecipes", "StrataReports",
        "StrataRuns", "StrataSession", "StrataStages",
      ]),
    tests(
      "PlaygroundTests",
      of: [
        "StrataAnalysis", "StrataClassifiers", "StrataDatasets", "StrataFiles", "StrataInference",
        "StrataLayerGraph", "StrataLinearAlgebra", "StrataPlayground", "StrataPretraining",
      ], uses(png)),
    tests(
      "ServingTests",
      of: [
        crypto, "StrataClassifiers", "StrataDatasets", "StrataFiles", "StrataInference",
        "StrataLinearAlgebra",
        "StrataPlayground", "StrataServing",
      ]),
    tests(
      "MNISTPipelineTests",
      of: [
        "MNISTPipeline", "StrataDatasets", "StrataDrawings", "StrataLinearAlgebra", "StrataRecipes",
      ],
      resources: [.copy("Golden")], uses(mpi)),
    tests("StrataTests", of: ["Strata", "StrataReports"]),
  ]
)

/// The folder of libFuzzer's library, which `scripts/fuzz` names: only then is the fuzzer built.
if let libFuzzer = Context.environment["STRATA_LIBFUZZER"] {
  package.targets.append(
    .executableTarget(
      name: "Fuzzer", dependencies: ["CStrataTestSupport", "StrataFuzzTargets", "StrataTestSupport"],
      path: "Tests/Fuzzer", swiftSettings: strict,
      linkerSettings: [
        .unsafeFlags(["-L\(libFuzzer)", "-lclang_rt.fuzzer_no_main-x86_64", "-lstdc++"])
      ]))
}

/// The plug-in that makes the documentation's pages, which `scripts/documentation` asks for; nobody else downloads it.
if Context.environment["STRATA_DOCUMENTATION"] != nil {
  package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", exact: "1.5.0"))
}
