package import StrataFiles

extension InputError.Kind {
  /// What the program ends with, in the terms of `sysexits.h`.
  package var exitStatus: Int32 {
    switch self {
    case .usage: 64
    case .malformedData: 65
    case .missingInput: 66
    case .unavailable: 69
    case .numericalFailure: 70
    case .cannotWrite: 73
    case .inputOutput: 74
    case .recipe: 78
    }
  }
}
