public import Foundation

/// What a run is and how to do it again: its `run.json`.
public struct RunRecord: Codable, Sendable, Equatable {
  /// The version of this layout. A newer one is refused; an older one is migrated when it is read.
  public static let schemaVersion = 1

  /// The version that it was written in.
  public let schemaVersion: Int
  /// What kind of work it is.
  public let stage: Stage
  /// How far it has come.
  public var status: Status
  /// When it began, to the second.
  public let created: Date
  /// The command that does it again.
  public var command: String
  /// The name of its recipe; nil in a record of an early version.
  public var recipe: String?
  /// The random seed that fixes it.
  public var seed: UInt64
  /// What the bits of the result depend on besides seed and recipe.
  public var arithmetic: Arithmetic
  /// What it was carried out with before it was resumed otherwise; nil when all of it had the same.
  public var earlierArithmetic: [Arithmetic]?
  /// The examples that it learned from.
  public var dataset: Dataset
  /// The folder of their files, when the user named one.
  public var dataFolder: String?
  /// The kind of model; nil for a run that leaves none.
  public var model: ModelKind?
  /// The number of trained numbers in the model.
  public var parameters: Int?
  /// The name of the run that this one began from.
  public var parent: String?
  /// Time spent on training, in seconds, earlier parts of a resumed run included.
  public var trainingSeconds: Double
  /// Error on the validation part, in per cent, when known.
  public var validationErrorPercent: Double?
  /// Error on the test part, in per cent, when known.
  public var testErrorPercent: Double?
  /// What it came to, in a few words: `1.40 % test error`; nil until it is known.
  public var result: String?
  /// What it takes of a machine; nil for a run that trains nothing, or of an older version.
  public var resources: Resources?
  /// Why it failed, when it did.
  public var failure: String?
  /// Versions of the program and the libraries under it, by name.
  public var versions: [String: String]

  /// A run that begins now, or at another time; its status is `running`.
  public init(
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
    case stage, status, created, command, recipe, seed, arithmetic, dataset, model, parameters, parent
    case earlierArithmetic = "earlier_arithmetic"
    case dataFolder = "data_folder"
    case trainingSeconds = "training_seconds"
    case validationErrorPercent = "validation_error_percent"
    case testErrorPercent = "test_error_percent"
    case result, resources, failure, versions
  }
}

extension RunRecord {
  /// The kinds of work.
  public enum Stage: String, Codable, Sendable, CaseIterable {
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

    /// The work as a noun: `pretraining`.
    public var noun: String {
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
  public enum Status: String, Codable, Sendable, CaseIterable {
    /// Under way, or killed: then nobody holds the folder's lock.
    case running
    /// Done.
    case finished
    /// Stopped on request; it can go on.
    case interrupted
    /// Stopped by an error.
    case failed
  }

  /// The kinds of models.
  public enum ModelKind: String, Codable, Sendable, CaseIterable {
    /// Multiclass logistic regression.
    case logisticRegression = "logistic-regression"
    /// Multiclass linear support vector machine.
    case linearSVM = "linear-svm"
    /// The stack's shape, trained from random weights.
    case randomInitialisation = "random-initialisation"
    /// A pretrained stack of denoising autoencoders.
    case stackedDenoisingAutoencoder = "stacked-denoising-autoencoder"
  }

  /// What the bits of a result depend on besides seed and recipe.
  public struct Arithmetic: Codable, Sendable, Equatable {
    /// The library that multiplies: `OpenBLAS`.
    public var engine: String
    /// The processor whose kernels the engine chose: `SkylakeX`.
    public var coreType: String
    /// The instructions of the elementwise loops: `AVX-512`.
    public var instructionSet: String
    /// Threads that share a step.
    public var threads: Int
    /// The precision of the products: `float32`.
    public var precision: String
    /// From which density on zeros are no longer skipped; nil in a record of an early version, when it was 0.3
    /// on every machine.
    public var zeroSkipping: ZeroSkipping?

    /// Up to which share of non-zeros products skip the zeros.
    public struct ZeroSkipping: Codable, Sendable, Equatable {
      /// The share, from 0 to 1.
      public var limit: Float
      /// The line of the table of limits that said so: `AVX2, OpenBLAS, float32`.
      public var entry: String

      /// A limit and where it is from.
      public init(limit: Float, entry: String) {
        self.limit = limit
        self.entry = entry
      }
    }

    /// An arithmetic.
    public init(
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
  public struct Resources: Codable, Sendable, Equatable {
    /// Bytes of memory at the fullest moment, foreseen.
    public var foreseenMemory: Int
    /// The most memory that the process had, in bytes, once the run is finished.
    public var peakMemory: Int?
    /// Bytes on the disk at the fullest moment, foreseen.
    public var foreseenDisk: Int
    /// Seconds for which training waited for checkpoints and metrics.
    public var checkpointWaitSeconds: Double
    /// Processor time of writing them beside training, in seconds.
    public var checkpointProcessorSeconds: Double

    /// What is foreseen.
    public init(foreseenMemory: Int, foreseenDisk: Int) {
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
  public struct Dataset: Codable, Sendable, Equatable {
    /// Its name: `mnist`.
    public var name: String
    /// The SHA-256 of its files, in hexadecimal.
    public var sha256: String
    /// The number of training examples.
    public var train: Int
    /// The number of validation examples.
    public var validation: Int
    /// The number of test examples.
    public var test: Int

    /// A data set.
    public init(name: String, sha256: String, train: Int, validation: Int, test: Int) {
      self.name = name
      self.sha256 = sha256
      self.train = train
      self.validation = validation
      self.test = test
    }
  }
}
