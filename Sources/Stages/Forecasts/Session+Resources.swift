internal import Foundation
internal import StrataDrawings
internal import StrataFiles
internal import StrataRuns
internal import StrataSession

extension Session {
  /// Looks whether this machine has the memory and the disk that training will take.
  ///
  /// - Parameters:
  ///   - memory: the forecast for a process that has so many bytes already.
  ///   - section: the recipe's section with the training's keys, for advice.
  ///   - folder: where the run's files will lie, or lie already.
  /// - Returns: what is foreseen.
  /// - Throws: `InputError` that says how much is needed, how much there is, and what to lower.
  func foresee(
    memory forecast: (_ resident: Int) throws -> MemoryForecast, disk: DiskForecast, section: String,
    in folder: URL? = nil
  ) throws -> RunRecord.Resources {
    let memory = try foresee(memory: forecast, section: section)
    let folder = folder ?? store.root
    if let space = FreeSpace(under: folder) { try disk.require(space, in: folder) }
    return RunRecord.Resources(foreseenMemory: memory.total, foreseenDisk: disk.peak)
  }

  /// Looks whether this machine has the memory that a piece of work will take.
  ///
  /// - Returns: what is foreseen.
  /// - Throws: `InputError` that says how much is needed, how much there is, and what to lower.
  @discardableResult
  func foresee(
    memory forecast: (_ resident: Int) throws -> MemoryForecast, section: String
  ) throws -> MemoryForecast {
    let resident = ProcessMemory()?.resident ?? 0
    let memory = try forecast(resident)
    if let machine = MachineMemory() { try require(memory, of: machine, section: section) }
    try AddressSpace.require(memory.total - resident)
    return memory
  }

  private func require(_ memory: MemoryForecast, of machine: MachineMemory, section: String) throws {
    try memory.require(machine, section: section)
    if memory.total - memory.resident > machine.available {
      console.say(
        "note",
        "it needs about \(String.bytes(memory.total - memory.resident)) of memory more, and "
          + "\(String.bytes(machine.available)) are free now")
    }
  }
}

extension MemoryForecast {
  /// Throws when a machine cannot have so much.
  func require(_ machine: MachineMemory, section: String) throws {
    guard total > machine.capacity else { return }
    func size(_ bytes: Int) -> String { String.bytes(bytes) }
    let largest = max(parameters, batches, codes)
    let key =
      largest == parameters
      ? (section == "baseline" ? "limit" : "stack.units")
      : largest == batches
        ? (section == "baseline" || section == "evaluation" ? "limit" : "\(section).batch_size")
        : "stack.units or limit"
    throw InputError(
      .unavailable, at: "memory",
      expected: "a recipe that fits into \(size(machine.capacity)), \(machine.bound)",
      found: "one that needs \(size(total)): \(size(parameters)) for weights, optimizer and checkpoint, "
        + "\(size(batches)) for batches, \(size(codes)) for the codes of the layers below, "
        + "\(size(resident)) for the program and its data",
      advice: "lower \(key), or use a machine with more memory")
  }
}

extension DiskForecast {
  /// Throws when a file system does not have so much left; what lies in the folder already counts.
  func require(_ space: FreeSpace, in folder: URL) throws {
    let needed =
      peak
      - RunFolder.CheckpointName.allCases.reduce(0) { sum, name in
        let file = folder.appending(path: name.fileName)
        let values = try? file.resourceValues(forKeys: [.fileSizeKey])
        return sum + (values?.fileSize ?? 0)
      }
    func size(_ bytes: Int) -> String { String.bytes(bytes) }
    if needed > space.bytes {
      throw InputError(
        .cannotWrite, at: folder.relativePath,
        expected: "\(size(needed)) of free space: a checkpoint is written before the old one is removed",
        found: size(space.bytes),
        advice:
          "free \(size(needed - space.bytes)) more, choose another folder with --runs, or lower stack.units")
    }
    if let limit = space.largestFile, largestFile > limit {
      throw InputError(
        .cannotWrite, at: folder.relativePath, expected: "files of up to \(size(largestFile)) to be allowed",
        found: "a limit of \(size(limit))", advice: "raise the limit: ulimit -f unlimited")
    }
  }
}
