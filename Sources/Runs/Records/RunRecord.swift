package import Foundation
package import StrataClassifiers
internal import StrataLinearAlgebra

/// What a run is and how to do it again: its `run.json`.
package struct RunRecord: Codable, Sendable, Equatable {
  /// The version of this layout. A newer one is refused; an older one is migrated when it is read.
  package static let schemaVersion = 3

  /// The version that it was written in.
  package let schemaVersion: Int
  /// What kind of work it is.
  package let stage: Stage
  /// How far it has come.
  package var status: Status
  /// When it began, to the second.
  package let created: Date
  /// The command that does it again.
  package var command: String
  /// The name of its recipe; nil in a record of an early version.
  package var recipe: String?
  /// The random seed that fixes it.
  package var seed: UInt64
  /// What the bits of the result depend on besides seed and recipe.
  package var arithmetic: Arithmetic
  /// What it was carried out with before it was resumed otherwise; nil when all of it had the same.
  package var earlierArithmetic: [Arithmetic]?
  /// The examples that it learned from.
  package var dataset: Dataset
  /// The folder of their files, when the user named one.
  package var dataFolder: String?
  /// The folder where their files lay, as an absolute path; nil for generated ones, and in a record of an older
  /// version.
  package var dataPlace: String?
  /// What is odd about the examples, a sentence each; nil in a record of an older version.
  package var dataRemarks: [String]?
  /// The kind of model; nil for a run that leaves none.
  package var model: ModelKind?
  /// True for a stack that was trained only to compare another with it, which nobody takes without naming it.
  package var isControl: Bool?
  /// How many examples it learned from after its labels were spread to those without one; nil where they were not.
  package var labelsSpreadTo: Int?
  /// The number of trained numbers in the model.
  package var parameters: Int?
  /// The name of the run that this one began from.
  package var parent: String?
  /// That run as it was then; nil for a run that began from none, and for one of an older version.
  package var origin: Origin?
  /// Time spent on training, in seconds, earlier parts of a resumed run included.
  package var trainingSeconds: Double
  private var countedValidationErrors: Int?
  /// Of layout 1: the error on the validation part in per cent.
  private var validationErrorPercentOfLayout1: Double?
  /// Error on the test part, in per cent, when known.
  package var testErrorPercent: Double?
  /// What it came to, in a few words: `1.40 % test error`; nil until it is known.
  package var result: String?
  /// How near to its optimum a linear model came; nil for other runs, and for those of an older version.
  package var convergence: Convergence?
  /// What does not look right about its training; nil while it runs, and in a record of an older version.
  package var findings: [Finding]?
  /// What it takes of a machine; nil for a run that trains nothing, or of an older version.
  package var resources: Resources?
  /// The SHA-256 of the files that it ended with, weights, recipe and metrics, by name; nil before it has ended, and in a
  /// record of an older version.
  package var files: [String: String]?
  /// Why it failed, when it did.
  package var failure: String?
  /// Versions of the program and the libraries under it, by name.
  package var versions: [String: String]

  /// A run that begins now, or at another time; its status is `running`.
  package init(
    stage: Stage, created: Date = Date(), command: String, recipe: String? = nil, seed: UInt64,
    arithmetic: Arithmetic, dataset: Dataset, model: ModelKind? = nil, parent: String? = nil,
    versions: [String: String] = [:]
  ) {
    schemaVersion = Self.schemaVersion
    self.stage = stage
    status = .running
    // JSON holds whole seconds; so equal records stay equal when they are read again.
    self.created = Date(timeIntervalSince1970: created.timeIntervalSince1970.rounded(.down))
    self.command = command
    self.recipe = recipe
    self.seed = seed
    self.arithmetic = arithmetic
    self.dataset = dataset
    self.model = model
    self.parent = parent
    trainingSeconds = 0
    self.versions = versions
  }

  private enum CodingKeys: String, CodingKey {
    case schemaVersion = "schema_version"
    case stage, status, created, command, recipe, seed, arithmetic, dataset, model, parameters, parent, origin
    case earlierArithmetic = "earlier_arithmetic"
    case isControl = "is_control"
    case labelsSpreadTo = "labels_spread_to"
    case dataFolder = "data_folder"
    case dataPlace = "data_place"
    case dataRemarks = "data_remarks"
    case trainingSeconds = "training_seconds"
    case countedValidationErrors = "validation_errors"
    case validationErrorPercentOfLayout1 = "validation_error_percent"
    case testErrorPercent = "test_error_percent"
    case result, convergence, findings, resources, files, failure, versions
  }
}

extension RunRecord {
  /// Wrong predictions on the validation part, of `dataset.validation`, when known.
  package var validationErrors: Int? {
    get {
      countedValidationErrors
        ?? validationErrorPercentOfLayout1.map {
          // What no count can be is none: whoever uses the record refuses it.
          Int(exactly: ($0 / 100 * Double(dataset.validation)).rounded()) ?? -1
        }
    }
    set { (countedValidationErrors, validationErrorPercentOfLayout1) = (newValue, nil) }
  }

  /// The same in per cent.
  package var validationErrorPercent: Double? {
    validationErrors.map { 100 * Double($0) / Double(dataset.validation) }
  }
}

extension RunRecord {
  /// The kinds of work.
  package enum Stage: String, Codable, Sendable, CaseIterable {
    /// Learning without labels.
    case pretrain
    /// Learning with labels from a pretrained stack, or from a random one of the same shape.
    case finetune
    /// A linear model to compare with.
    case baseline
    /// Measuring runs on the test part.
    case evaluate
    /// All of it in order.
    case run
    /// A series of runs that answers a question.
    case experiment

    /// True where a run goes on from its last checkpoint; the others take seconds.
    package var isResumable: Bool { self == .pretrain || self == .finetune }

    /// The work as a noun: `pretraining`.
    package var noun: String {
      switch self {
      case .pretrain: "pretraining"
      case .finetune: "fine-tuning"
      case .baseline: "baseline"
      case .evaluate: "evaluation"
      case .run: "whole"
      case .experiment: "experiment"
      }
    }
  }

  /// How far a run has come.
  package enum Status: String, Codable, Sendable, CaseIterable {
    /// Under way, or killed: then nobody holds the folder's lock.
    case running
    /// Done.
    case finished
    /// Stopped on request; it can go on.
    case interrupted
    /// Stopped by an error.
    case failed
  }

  /// What the bits of a result depend on besides seed and recipe.
  package struct Arithmetic: Codable, Sendable, Equatable {
    /// The library that multiplies: `OpenBLAS`.
    package var engine: String
    /// The processor whose kernels the engine chose: `SkylakeX`.
    package var coreType: String
    /// The instructions of the elementwise loops: `AVX-512`.
    package var instructionSet: String
    /// Threads that share a step.
    package var threads: Int
    /// The precision of the products: `float32`.
    package var precision: String
    /// From which density on zeros are no longer skipped; nil in a record of an early version, when it was 0.3
    /// on every machine.
    package var zeroSkipping: ZeroSkipping?

    /// Up to which share of non-zeros products skip the zeros.
    package struct ZeroSkipping: Codable, Sendable, Equatable {
      /// The share, from 0 to 1.
      package var limit: Float
      /// The line of the table of limits that said so: `AVX2, OpenBLAS, float32`.
      package var entry: String

      /// A limit and where it is from.
      package init(limit: Float, entry: String) {
        self.limit = limit
        self.entry = entry
      }
    }

    /// An arithmetic.
    package init(
      engine: String, coreType: String, instructionSet: String, threads: Int, precision: String,
      zeroSkipping: ZeroSkipping? = nil
    ) {
      self.engine = engine
      self.coreType = coreType
      self.instructionSet = instructionSet
      self.threads = threads
      self.precision = precision
      self.zeroSkipping = zeroSkipping
    }

    private enum CodingKeys: String, CodingKey {
      case engine, threads, precision
      case zeroSkipping = "zero_skipping"
      case coreType = "core_type"
      case instructionSet = "instruction_set"
    }
  }

  /// What a run takes of a machine: foreseen before it began, and measured.
  package struct Resources: Codable, Sendable, Equatable {
    /// Bytes of memory at the fullest moment, foreseen.
    package var foreseenMemory: Int
    /// The most memory that the process had, in bytes, once the run is finished.
    package var peakMemory: Int?
    /// Bytes on the disk at the fullest moment, foreseen.
    package var foreseenDisk: Int
    /// Seconds for which training waited for checkpoints and metrics.
    package var checkpointWaitSeconds: Double
    /// Processor time of writing them beside training, in seconds.
    package var checkpointProcessorSeconds: Double

    /// What is foreseen.
    package init(foreseenMemory: Int, foreseenDisk: Int) {
      self.foreseenMemory = foreseenMemory
      self.foreseenDisk = foreseenDisk
      checkpointWaitSeconds = 0
      checkpointProcessorSeconds = 0
    }

    private enum CodingKeys: String, CodingKey {
      case foreseenMemory = "foreseen_memory"
      case peakMemory = "peak_memory"
      case foreseenDisk = "foreseen_disk"
      case checkpointWaitSeconds = "checkpoint_wait_seconds"
      case checkpointProcessorSeconds = "checkpoint_processor_seconds"
    }
  }

  /// The examples behind a run.
  package struct Dataset: Codable, Sendable, Equatable {
    /// Its name: `mnist`.
    package var name: String
    /// The SHA-256 of its files, in hexadecimal.
    package var sha256: String
    /// The number of training examples.
    package var train: Int
    /// The number of validation examples.
    package var validation: Int
    /// The number of test examples.
    package var test: Int
    /// The number of examples without a label, which pretraining learns from too; nil where there are none, and in a
    /// record of an older version.
    package var unlabelled: Int?
    /// The number of training examples, those without a label too.
    package var withUnlabelled: Int { train + (unlabelled ?? 0) }

    /// Which examples became which part; nil where that is not known, as in a record of an older version.
    package var parts: Parts?

    /// Hashes of parts: equal where the same files were divided alike.
    package struct Parts: Codable, Sendable, Equatable {
      /// Of the examples to learn from, training and validation.
      package var learning: String
      /// Of the examples for the test.
      package var test: String

      /// Two hashes.
      package init(learning: String, test: String) { (self.learning, self.test) = (learning, test) }
    }

    /// A data set.
    package init(
      name: String, sha256: String, train: Int, validation: Int, test: Int, unlabelled: Int = 0,
      parts: Parts? = nil
    ) {
      self.name = name
      self.sha256 = sha256
      self.train = train
      self.validation = validation
      self.test = test
      self.unlabelled = unlabelled > 0 ? unlabelled : nil
      self.parts = parts
    }
  }

  /// How many examples it learned from: those with a label, and for pretraining the others too.
  package var learnedFrom: Int { stage == .pretrain ? dataset.withUnlabelled : dataset.train }
}

extension RunRecord.Dataset {
  /// True where the test examples of one division of the same data may be among those that another learned from.
  package func mayTestOnExamples(learnedFrom other: Self) -> Bool {
    guard sha256 == other.sha256, let own = parts, let others = other.parts else { return false }
    return own.test != others.test
  }

  /// True where the examples to learn from are the same, or it is not known that they are others.
  package func learnsFromTheSame(as other: Self) -> Bool {
    guard let own = parts, let others = other.parts else {
      return (train, validation) == (other.train, other.validation)
    }
    return own.learning == others.learning
  }

  /// True where the same data are divided alike, as far as that is known.
  package func isDivided(as other: Self) -> Bool {
    learnsFromTheSame(as: other) && !mayTestOnExamples(learnedFrom: other)
  }
}

extension RunRecord.Arithmetic {
  /// For example `OpenBLAS (SkylakeX kernels, zeros skipped below 30 %), AVX-512 loops, 2 threads, float32`.
  package var description: String {
    let skipping = zeroSkipping.map { ", zeros skipped below \(Int(($0.limit * 100).rounded())) %" } ?? ""
    return "\(engine) (\(coreType) kernels\(skipping)), \(instructionSet) loops, "
      + "\(threads) thread\(threads == 1 ? "" : "s"), \(precision)"
  }
}
