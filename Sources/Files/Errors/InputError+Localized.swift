public import Foundation

extension InputError: LocalizedError {
  /// The same as `description`, for whoever asks for `localizedDescription`.
  public var errorDescription: String? { description }
}
