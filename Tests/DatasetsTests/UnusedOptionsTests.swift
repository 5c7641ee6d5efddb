import Foundation
import Testing

@testable import StrataDatasets
@testable import StrataFiles

#if STRATA_PNG
  /// What is said about reading and has no use for the data at hand is refused: it would look obeyed.
  struct UnusedOptionsTests {
    enum Kind: String, CaseIterable { case images, array, archive, table, converted, pictures, synthetic }

    enum Choice: String, CaseIterable { case label, size, fit, stretch, transposition }

    /// What each kind has a use for.
    private static let used: [Kind: Set<Choice>] = [
      .images: [.transposition], .array: [.transposition], .archive: [.label, .transposition],
      .table: [.label],
      .converted: [], .pictures: [.size, .fit, .stretch], .synthetic: [],
    ]

    private static func make(_ kind: Kind, in folder: TemporaryFolder) throws -> URL {
      let array = NPYArray((0..<64 * 6).map { UInt8($0 % 256) }, shape: [6, 8, 8])
      let labels = NPYArray([2, 0, 2, 0, 2, 0] as [Int32], shape: [6])
      switch kind {
      case .images, .synthetic:
        try folder.writeDataset(to: "digits")
        return folder.url.appending(path: "digits")
      case .array:
        try folder.write(array.encoded, to: "x.npy")
        try folder.write(labels.encoded, to: "y.npy")
        return folder.url.appending(path: "x.npy")
      case .archive:
        try folder.write(NPZArchive.encoded([("x", array), ("wanted", labels)]), to: "data.npz")
        return folder.url.appending(path: "data.npz")
      case .table:
        try folder.write(Array("a,b,wanted\n1,2,x\n3,4,y\n".utf8), to: "table.csv")
        return folder.url.appending(path: "table.csv")
      case .converted:
        try RawDataset.read(at: make(.array, in: folder), ReadingOptions()).write(
          to: folder.url.appending(path: "converted"))
        return folder.url.appending(path: "converted")
      case .pictures:
        for name in ["a/1.png", "a/2.png", "b/1.png", "b/2.png"] {
          let picture = Picture(width: 8, height: 8, pixels: [UInt8](repeating: 90, count: 64))
          try folder.write(png(picture), to: name)
        }
        return folder.url
      }
    }

    private static func options(_ choice: Choice) -> ReadingOptions {
      var options = ReadingOptions()
      switch choice {
      case .label: options.label = "wanted"
      case .size: options.imageSize = .init(height: 5, width: 7)
      case .fit: options.fit = .mnist
      case .stretch: options.isStretched = true
      case .transposition: options.isTransposed = true
      }
      return options
    }

    @Test(arguments: Kind.allCases, Choice.allCases) func isRefused(kind: Kind, choice: Choice) throws {
      let folder = try TemporaryFolder()
      let place = try Self.make(kind, in: folder)
      func read(_ options: ReadingOptions) throws -> RawDataset {
        let name = kind == .synthetic ? DatasetName.synthetic : .path(place)
        return try RawDataset.read(name, from: nil, options, environment: [:])
      }
      var plain = ReadingOptions()
      if kind == .archive || kind == .table { plain.label = "wanted" }
      _ = try read(plain)
      if Self.used[kind]?.contains(choice) == true {
        _ = try read(Self.options(choice))
      } else {
        var options = Self.options(choice)
        if options.label == nil { options.label = plain.label }
        let error = #expect(throws: InputError.self) { try read(options) }
        #expect(error?.kind == .usage, "\(kind), \(choice)")
      }
    }

    /// What comes from a run on other data, and was not said of these, is passed over.
    @Test(arguments: Kind.allCases) func whatIsInheritedIsPassedOver(kind: Kind) throws {
      let folder = try TemporaryFolder()
      let place = try Self.make(kind, in: folder)
      let name = kind == .synthetic ? DatasetName.synthetic : .path(place)
      var options = ReadingOptions()
      options.label = "wanted"
      (options.fit, options.isStretched, options.isTransposed) = (.mnist, true, true)
      options.inherited = Set(ReadingOptions.Choice.allCases)
      if kind == .pictures { options.imageSize = .init(height: 5, width: 7) }
      _ = try RawDataset.read(name, from: nil, options, environment: [:])
    }

    /// A table of labels beside an array has a column of them.
    @Test func aColumnOfATableBesideIsNoSlip() throws {
      let folder = try TemporaryFolder()
      let array = NPYArray((0..<24).map { UInt8($0) }, shape: [4, 6])
      try folder.write(array.encoded, to: "x.npy")
      try folder.write(Array("id,species\n1,a\n2,b\n3,a\n4,b\n".utf8), to: "y.csv")
      var options = ReadingOptions()
      options.label = "species"
      let raw = try RawDataset.read(at: folder.url.appending(path: "x.npy"), options)
      #expect(raw.train.labels?.names == ["a", "b"])
      // Images of the very size that is asked for may lie in rows.
      options = ReadingOptions()
      options.imageSize = .init(height: 2, width: 3)
      try RawDataset.read(at: folder.url.appending(path: "x.npy"), ReadingOptions()).write(
        to: folder.url.appending(path: "converted"))
      _ = try RawDataset.read(at: folder.url.appending(path: "converted"), options)
    }
  }
#endif
