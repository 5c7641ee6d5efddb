import Foundation
import StrataReports
import StrataTestSupport

extension FuzzTarget {
  /// What an evaluation left as JSON, from which a report is drawn: the table, the confusion matrix, the reliability
  /// diagram, or the mistakes.
  static let table = FuzzTarget(name: "table", cap: { 64 * $0 + base }) { bytes, _ in
    do {
      let table = try AccuracyTable(json: Data(bytes), title: "a title", at: "accuracy.json")
      _ = (table.markdown, table.text, table.csv)
    } catch {
      guard isRefusal(error) else { throw error }
      do {
        let report = try ConfusionReport(json: Data(bytes), at: "confusion.json")
        _ = report.markdown
      } catch {
        guard isRefusal(error) else { throw error }
        do {
          _ = try ReliabilityReport(json: Data(bytes), at: "calibration.json").svg
        } catch {
          guard isRefusal(error) else { throw error }
          _ = try MistakesReport(json: Data(bytes), at: "mistakes.json")
        }
      }
    }
  }
}
