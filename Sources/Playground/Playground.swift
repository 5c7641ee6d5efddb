internal import Foundation
internal import StrataClassifiers
internal import StrataDatasets
internal import StrataExport
internal import StrataFiles
package import StrataInference
internal import StrataLayerGraph

/// A page on which a model of images can be watched at work: draw, see what the network is fed, what it says, what its
/// stack makes of the drawing, and what noise does.
///
/// The page computes by itself, in plain script, with the very weights of the model; so it works without a server too.
package struct Playground: Sendable {
  /// A model with what it is called beside another.
  package struct Contender: Sendable {
    /// What it is called.
    package let title: String
    /// The model.
    package let model: Model

    /// A model of images.
    package init(title: String, _ model: Model) { (self.title, self.model) = (title, model) }

    /// Two models, called what they are, or by their names where both are of one kind.
    package static func named(_ first: Model, _ name: String, _ second: Model, _ other: String) -> [Contender]
    {
      let (kind, otherKind) = (first.kind?.inWords ?? "stack", second.kind?.inWords ?? "stack")
      return kind == otherKind
        ? [.init(title: name, first), .init(title: other, second)]
        : [.init(title: kind, first), .init(title: otherKind, second)]
    }
  }

  /// What the page does, between the tags of its only script that runs; a server may allow this and nothing else.
  package static var script: String { Assets.script }

  /// What the script knows of the models besides their weights, as JSON.
  private let description: String
  /// The weights of all layers in their order, least byte first: Float16 where that loses nothing, else Float32.
  package let weights: [UInt8]

  /// A page of a model, and of others of the same inputs and classes beside it.
  ///
  /// - Throws: `InputError` when the models are not of images, or not of the same ones, or more than chains of layers.
  package init(_ contenders: [Contender]) throws {
    guard let first = contenders.first?.model, case .image(let height, let width) = first.encoding.layout
    else {
      throw InputError(
        .unavailable, at: "model", expected: "a model of images",
        found: contenders.first.map { "one of \($0.model.encoding.layout.title)" } ?? "none",
        advice: "a page to draw on needs one that was trained on pictures")
    }
    if case .asIs(_, let high) = first.encoding.scaling, high <= 1 {
      throw InputError(
        .unavailable, at: "model", expected: "a model of pictures, whose pixels are 0 to 255",
        found: "one of numbers up to \(high)", advice: "train one on pictures to draw for it")
    }
    for other in contenders.dropFirst() {
      guard other.model.encoding == first.encoding, other.model.classNames == first.classNames else {
        throw InputError(
          .usage, at: other.title, expected: "a model of the same inputs and classes",
          found:
            "\(other.model.encoding.layout.title), \(other.model.classNames.isEmpty ? "no classes" : other.model.classNames.listed(atMost: 10))",
          advice: "compare models that were trained on the same data")
      }
    }
    let networks = try contenders.map { try Network($0) }
    let layers = networks.flatMap { $0.layers + $0.stack }
    let isHalf = layers.allSatisfy(\.isExactInHalf)
    weights = layers.reduce(into: []) { $1.append(to: &$0, isHalf: isHalf) }
    let known = Description(
      first, size: (height, width), networks: networks.map(\.description), isHalf: isHalf)
    description = String(decoding: try StrictJSON.encode(known, at: "page"), as: UTF8.self)
  }

  /// The page as the server sends it; the weights are asked for from `weights` beside it.
  package var served: String { page(weights: "") }

  /// The page as one file that needs nothing else.
  package var file: String { page(weights: Data(weights).base64EncodedString()) }

  private func page(weights: String) -> String {
    // Within a script element nothing but its end has a meaning, and JSON may write `<` otherwise.
    Assets.page(description: description.replacing("<", with: "\\u003c"), weights: weights)
  }

  /// What the script knows of the models besides their weights.
  private struct Description: Encodable {
    let title: String
    let provenance: String
    let height: Int
    let width: Int
    let fit: String
    let isStretched: Bool
    /// What stands for black and for white.
    let bounds: [Double]
    /// What encoded numbers are kept within.
    let limits: [Double]
    let offset: [Double]
    let scale: [Double]
    let isHalf: Bool
    let networks: [Network.Description]

    init(_ model: Model, size: (Int, Int), networks: [Network.Description], isHalf: Bool) {
      (height, width) = size
      let preparation = model.encoding.preparation ?? ImagePreparation(height: height, width: width)
      fit = preparation.fit.rawValue
      isStretched = preparation.isStretched
      let affine = model.encoding.affine
      let limits = model.encoding.bounds.ends
      self.limits = limits
      // What the darkest and the brightest byte become.
      let ends = [0, 255].flatMap { byte in
        zip(affine.offset, affine.scale).map { min(max((byte - $0) * $1, limits[0]), limits[1]) }
      }
      (offset, scale) = (affine.offset.shortened, affine.scale.shortened)
      bounds = [ends.min() ?? 0, ends.max() ?? 1]
      title = model.summary
      provenance = model.source
      (self.networks, self.isHalf) = (networks, isHalf)
    }
  }
}

extension ModelKind {
  /// What it is called beside another.
  fileprivate var inWords: String {
    switch self {
    case .stackedDenoisingAutoencoder: "pretrained"
    case .stackedAutoencoder: "pretrained without noise"
    case .randomInitialisation: "from random weights"
    case .logisticRegression, .linearSVM, .logisticRegressionOnFeatures, .linearSVMOnFeatures: title
    }
  }
}

extension [Double] {
  /// One number where all are the same.
  fileprivate var shortened: [Double] { allSatisfy { $0 == first } ? Array(prefix(1)) : self }
}
