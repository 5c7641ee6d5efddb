public import Foundation

extension GraphError: LocalizedError {
  /// The same as `description`, for whoever asks for `localizedDescription`.
  public var errorDescription: String? { description }
}
