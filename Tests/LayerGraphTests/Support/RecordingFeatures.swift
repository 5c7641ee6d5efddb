import StrataLinearAlgebra
import Synchronization

/// Features that remember which rows were asked for.
final class RecordingFeatures: Features {
  private let features: any Features
  private let asked = Mutex<[[Int32]]>([])

  init(_ features: any Features) { self.features = features }

  var rows: Int { features.rows }
  var columns: Int { features.columns }
  var range: ClosedRange<Float>? { features.range }
  var density: Float { features.density }

  /// The rows of each batch so far; a team of threads would ask once for each of them.
  var batches: [[Int32]] { asked.withLock { $0 } }

  func copy(
    rows: UnsafeBufferPointer<Int32>, columns share: Range<Int>,
    into batch: UnsafeMutablePointer<Float>, stride: Int
  ) {
    asked.withLock { $0.append(Array(rows)) }
    features.copy(rows: rows, columns: share, into: batch, stride: stride)
  }
}
