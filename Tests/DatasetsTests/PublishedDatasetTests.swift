import Foundation
import StrataDatasets
import Testing

@Suite("published data sets")
struct PublishedDatasetTests {
  private static let hasMNIST = ProcessInfo.processInfo.environment["MNIST_DIR"] != nil
  private static let hasFashion =
    ProcessInfo.processInfo.environment["FASHION_MNIST_DIR"] != nil
    || PublishedDataset.fashionMNIST.systemFolders.contains { FileManager.default.fileExists(atPath: $0) }

  @Test("every entry is complete", arguments: PublishedDataset.all)
  func entries(dataset: PublishedDataset) {
    #expect(dataset.classNames.count == 10)
    #expect(
      dataset.files.map(\.name) == [
        "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz",
        "t10k-labels-idx1-ubyte.gz",
      ])
    for hash in dataset.files.map(\.sha256) + [dataset.sha256] {
      #expect(hash.count == 64 && hash.allSatisfy { "0123456789abcdef".contains($0) })
    }
    #expect(dataset.mirrors.count > 1)
    #expect(dataset.mirrors.allSatisfy { $0.hasPrefix("https://") && $0.hasSuffix("/") })
  }

  @Test("the published MNIST", .enabled(if: hasMNIST && IDXFile.readsGzip))
  func mnist() throws {
    let mnist = try MNIST.load()
    #expect(mnist.counts == [50_000, 10_000, 10_000])
    #expect(mnist.sizes == [28, 28, 784])
    #expect(mnist.isPublished)
    #expect(mnist.train.labels.prefix(5) == [5, 0, 4, 1, 9])
    #expect(mnist.test.labels.prefix(5) == [7, 2, 1, 0, 4])
    #expect(
      mnist.files.filter { $0.path.hasSuffix(".gz") }.allSatisfy { file in
        PublishedDataset.mnist.files.contains { $0.sha256 == file.sha256 }
      })
  }

  @Test(
    "the published Fashion-MNIST, as its publisher or as Debian packs it",
    .enabled(if: hasFashion && IDXFile.readsGzip))
  func fashion() throws {
    let fashion = try Dataset.load(.fashionMNIST)
    #expect(fashion.counts == [50_000, 10_000, 10_000])
    #expect(fashion.isPublished)
    #expect(fashion.classNames[Int(fashion.train.labels[0])] == "Ankle boot")
  }
}
