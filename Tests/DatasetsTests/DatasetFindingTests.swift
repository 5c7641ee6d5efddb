import Foundation
import StrataDatasets
import StrataFiles
import StrataLinearAlgebra
import Testing

@Suite("finding a data set")
struct DatasetFindingTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func load(_ environment: [String: String], from chosen: String? = nil) throws -> Dataset {
    try Dataset.load(
      .mnist, from: chosen.map { folder.url.appendingPathComponent($0) }, LoadingOptions(),
      environment: environment)
  }

  private func path(_ name: String) -> String { folder.url.appendingPathComponent(name).path }

  @Test("the argument comes before the variable, the variable before the cache")
  func order() throws {
    try folder.writeDataset(training: 6, to: "argument")
    try folder.writeDataset(training: 7, to: "variable")
    try folder.writeDataset(training: 8, to: "xdg/strata/mnist")
    try folder.writeDataset(training: 9, to: "home/.cache/strata/mnist")
    var environment = [
      "MNIST_DIR": path("variable"), "XDG_CACHE_HOME": path("xdg"), "HOME": path("home"),
    ]
    func count(from chosen: String? = nil) throws -> Int {
      let data = try load(environment, from: chosen)
      return data.train.count + data.validation.count
    }
    #expect(try count(from: "argument") == 6)
    #expect(try count() == 7)
    environment["MNIST_DIR"] = ""
    #expect(try count() == 8)
    environment["XDG_CACHE_HOME"] = "relative/paths/do/not/count"
    #expect(try count() == 9)
  }

  @Test("a chosen folder is the only one that is looked into")
  func noFallback() throws {
    try folder.writeDataset(to: "home/.cache/strata/mnist")
    for chosen in [(nil, ["MNIST_DIR": path("wrong")]), ("wrong", [:])] {
      let error = #expect(throws: InputError.self) {
        try load(chosen.1.merging(["HOME": path("home")]) { $1 }, from: chosen.0)
      }
      #expect(error?.kind == .missingInput)
      #expect(error?.place == path("wrong"))
    }
  }

  @Test("when it is nowhere, the error names the places and the three ways out")
  func nowhere() throws {
    let error = #expect(throws: InputError.self) { try load(["HOME": path("home")]) }
    #expect(error?.kind == .missingInput)
    #expect(error?.place == path("home/.cache/strata/mnist"))
    let advice = try #require(error?.advice)
    for way in ["DatasetDownloader", "in the call or in MNIST_DIR", "the data set synthetic"] {
      #expect(advice.description.contains(way))
    }
  }

  @Test("some of the files and not the others")
  func incomplete() throws {
    try folder.writeDataset(to: "data")
    try FileManager.default.removeItem(atPath: path("data/t10k-labels-idx1-ubyte"))
    let error = #expect(throws: InputError.self) { try load([:], from: "data") }
    #expect(error?.kind == .missingInput)
    #expect(error?.found == "3, and no t10k-labels-idx1-ubyte")
  }

  @Test("names with a dot are the same files")
  func spelling() throws {
    try folder.write(images(6), to: "data/train-images.idx3-ubyte")
    try folder.write(labels(6), to: "data/train-labels.idx1-ubyte")
    try folder.write(images(2), to: "data/t10k-images-idx3-ubyte")
    try folder.write(labels(2), to: "data/t10k-labels.idx1-ubyte")
    let data = try load([:], from: "data")
    // Images that are not MNIST's do not bear its name, whoever asked for them by it.
    #expect(data.title == "data")
    #expect(!data.isPublished)
    #expect(data.test.count == 2)
  }

  @Test("a download goes where the data set is looked for")
  func downloadFolder() throws {
    let environment = ["HOME": "/home/somebody", "FASHION_MNIST_DIR": "/data/fashion"]
    func target(_ dataset: PublishedDataset, _ folder: String? = nil) throws -> String {
      try dataset.downloadFolder(folder.map { URL(fileURLWithPath: $0) }, environment: environment).path
    }
    #expect(try target(.mnist) == "/home/somebody/.cache/strata/mnist")
    #expect(try target(.fashionMNIST) == "/data/fashion")
    #expect(try target(.fashionMNIST, "/elsewhere") == "/elsewhere")
    let error = #expect(throws: InputError.self) {
      try PublishedDataset.mnist.downloadFolder(nil, environment: [:])
    }
    #expect(error?.kind == .missingInput)
  }

  @Test("names")
  func names() throws {
    let variants = Variant.allCases.map(\.rawValue)
    #expect(DatasetName.names == ["mnist", "fashion-mnist", "synthetic"] + variants)
    #expect(try DatasetName("mnist") == .mnist)
    #expect(try DatasetName("fashion-mnist") == .fashionMNIST)
    #expect(try DatasetName("synthetic") == .synthetic)
    #expect(try DatasetName(folder.url.path).description == folder.url.path)
    #expect(try DatasetName("./mnist").description.hasSuffix("/mnist"))
    for name in DatasetName.names { #expect(try DatasetName(name).description == name) }
    let error = #expect(throws: InputError.self) { try DatasetName("mnits") }
    #expect(error?.kind == .usage)
    #expect(error?.found == "mnits, and no file or folder of that name")
    #expect(
      error?.expected == DatasetName.names.joined(separator: ", ") + " or the path of a file or folder")
  }

  @Test(
    "a folder besides a data set that needs none",
    arguments: [DatasetName.synthetic, .path(URL(fileURLWithPath: "/"))])
  func twoPlaces(name: DatasetName) {
    let error = #expect(throws: InputError.self) { try Dataset.load(name, from: folder.url) }
    #expect(error?.kind == .usage)
  }
}
