internal import Foundation
internal import StrataDatasets
internal import StrataDrawings
internal import StrataFiles
internal import StrataLinearAlgebra
internal import StrataRuns

/// What a doctor finds: the build, the machine, the data, and what holds them back.
package struct Examination: Encodable, Sendable {
  /// One thing that was looked at.
  package struct Finding: Encodable, Sendable {
    /// What was looked at.
    package let subject: String
    /// What was found.
    package let finding: String
    /// False when something should be done about it.
    package let isFine: Bool

    private enum CodingKeys: String, CodingKey {
      case subject, finding
      case isFine = "is_fine"
    }
  }

  /// All that was looked at.
  package let findings: [Finding]

  /// Looks at everything.
  package init(_ options: PipelineOptions) {
    let machine = Machine(options.execution)
    var findings: [Finding] = []
    func note(_ subject: String, _ finding: String, isFine: Bool = true) {
      findings.append(Finding(subject: subject, finding: finding, isFine: isFine))
    }
    note("program", "\(ProgramName.short) \(Version.current)")
    note("Swift", Self.compiler)
    note("engine", machine.engineVersion)
    note("kernels", "\(machine.arithmetic.coreType) of \(machine.arithmetic.engine)")
    note("other engines", Self.otherEngines(besides: options.execution.arithmetic.engine))
    note("precision", Self.precisions)
    note("elementwise loops", machine.arithmetic.instructionSet)
    let processors = Processors.current
    note(
      "processors",
      "\(processors.available) of \(processors.online)" + (processors.limit.map { ": \($0)" } ?? ""))
    note("threads", "\(machine.arithmetic.threads): \(options.threadsBound)")
    if let memory = MachineMemory() {
      note(
        "memory",
        "\(String.bytes(memory.capacity)), \(memory.bound); \(String.bytes(memory.available)) free now; the program "
          + "begins with \(String.bytes(AddressSpace.floor)) or more that it may map")
    }
    for warning in options.ignoredVariables { note("environment", warning, isFine: false) }
    note(
      "pictures",
      PNG.isAvailable
        ? "libpng" : "none in this build: build with the trait PNG; scripts/setup installs libpng-dev",
      isFine: PNG.isAvailable)
    note(
      "photographs",
      JPEGReader.isAvailable
        ? "libjpeg-turbo"
        : "none in this build: build with the trait JPEG; scripts/setup installs libturbojpeg0-dev",
      isFine: JPEGReader.isAvailable)
    for name in DatasetName.names {
      do {
        var chosen = options
        chosen.dataset = name
        if name != (options.dataset ?? "mnist") { chosen.dataFolder = nil }
        let dataset = try chosen.load(try chosen.recipe())
        note(
          "data: \(name)",
          "\(dataset.origin), sha256 \(dataset.sha256.prefix(16))…"
            + (dataset.isPublished ? ", as published" : ""))
      } catch {
        note("data: \(name)", error.wordsOfProgram, isFine: false)
      }
    }
    for warning in machine.warnings { note("slowed down", warning, isFine: false) }
    self.findings = findings
  }

  /// For people: a line each, what needs attention marked.
  package var text: String {
    Table(
      [.words(""), .words("looked at"), .words("found")],
      rows: findings.map { [$0.isFine ? "✓" : "!", $0.subject, $0.finding] }
    ).text()
  }

  private static func otherEngines(besides chosen: Engine) -> String {
    let others = Engine.available.filter { $0 != chosen }.map(\.version)
    return others.isEmpty
      ? "none in this build: build with the trait OneDNN; scripts/setup installs libdnnl-dev"
      : others.joined(separator: ", ")
  }

  private static var precisions: String {
    let possible = Precision.allCases.filter { precision in
      Engine.available.contains { Arithmetic(engine: $0, precision: precision).isPossible }
    }
    return possible.map(\.rawValue).joined(separator: ", ")
  }

  private static var compiler: String {
    #if compiler(>=6.4)
      "6.4 or newer"
    #elseif compiler(>=6.3)
      "6.3"
    #elseif compiler(>=6.2)
      "6.2"
    #else
      "6.1"
    #endif
  }
}
