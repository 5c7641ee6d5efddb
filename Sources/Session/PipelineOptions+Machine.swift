internal import StrataLinearAlgebra

extension PipelineOptions {
  /// What decides the number of threads, in words.
  var threadsBound: String { threads == nil ? Processors.current.bound : "--threads" }

  /// What in the environment was to say the number of threads and does not, a sentence each. Where an option
  /// says it, nothing else is asked.
  var ignoredVariables: [String] { threads == nil ? Processors.current.warnings : [] }

  /// Says what holds the machine back, and what of the environment is ignored.
  package func sayWarnings(of machine: Machine, on console: Console) {
    for warning in ignoredVariables { console.say("environment", warning) }
    for warning in machine.warnings { console.say("slowed down", warning) }
  }
}
