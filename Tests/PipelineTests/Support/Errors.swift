import StrataFiles
import StrataLinearAlgebra

/// The error of bad input that `body` throws; nil when it throws none.
func inputError(_ body: () throws -> Void) -> InputError? {
  do {
    try body()
    return nil
  } catch {
    return error as? InputError
  }
}
