package import Foundation
internal import Glibc

/// An open file, closed with its owner; each call either does all that it says or throws.
package struct OpenFile: ~Copyable {
  /// What it is opened for: which errors it gives.
  package enum Purpose { case reading, writing }

  package let descriptor: Int32
  private let url: URL
  private let purpose: Purpose

  /// Opens a file or folder; `flags` are those of open(2), new files are readable by all.
  package init(_ url: URL, _ purpose: Purpose, flags: Int32) throws(InputError) {
    self.url = url
    self.purpose = purpose
    let refusal = url.refusalOfAddress
    var result: Int32 = -1
    while refusal == nil {
      result = open(url.path, flags | O_CLOEXEC, 0o666)
      if result >= 0 || errno != EINTR { break }
    }
    descriptor = result
    if let refusal { throw refusal }
    guard descriptor >= 0 else { throw failure(errno) }
  }

  deinit { if descriptor >= 0 { Glibc.close(descriptor) } }

  private func failure(_ code: Int32) -> InputError {
    purpose == .reading ? .reading(url, code) : .writing(url, code)
  }

  private func check(_ result: Int32) throws(InputError) {
    guard result == 0 else { throw failure(errno) }
  }

  /// Changes who may read and write it.
  func setMode(_ mode: mode_t) throws(InputError) { try check(fchmod(descriptor, mode)) }

  /// Its length in bytes; throws unless it is a regular file.
  package func length() throws(InputError) -> Int {
    var status = stat()
    try check(fstat(descriptor, &status))
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw InputError(
        .inputOutput, at: url.relativePath, expected: "a file",
        found: status.st_mode & S_IFMT == S_IFDIR ? "a folder" : "a pipe or device",
        advice: "check the path")
    }
    return Int(status.st_size)
  }

  /// Writes all of the bytes at the file's position.
  package func write(_ bytes: some ContiguousBytes) throws(InputError) {
    let code = bytes.withUnsafeBytes { bytes -> Int32 in
      var rest = bytes[...]
      while !rest.isEmpty {
        let slice = UnsafeRawBufferPointer(rebasing: rest)
        let written = Glibc.write(descriptor, slice.baseAddress, slice.count)
        if written < 0 && errno == EINTR { continue }
        if written <= 0 { return written < 0 ? errno : EIO }
        rest = rest.dropFirst(written)
      }
      return 0
    }
    guard code == 0 else { throw failure(code) }
  }

  /// Reads up to `count` bytes from `offset`; fewer when the file ends before.
  package func read(_ count: Int, at offset: Int = 0) throws(InputError) -> [UInt8] {
    try ObtainableMemory.require(count, at: url.relativePath)
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let start = buffer.baseAddress.map { $0 + filled }
        let received = pread(descriptor, start, count - filled, off_t(offset + filled))
        if received < 0 && errno == EINTR { continue }
        if received < 0 { code = errno }
        if received <= 0 { break }
        filled += received
      }
    }
    guard code == 0 else { throw failure(code) }
    return bytes
  }

  /// Cuts the file off at a length.
  package func truncate(to length: Int) throws(InputError) {
    var result: Int32
    repeat { result = ftruncate(descriptor, off_t(length)) } while result < 0 && errno == EINTR
    try check(result)
  }

  /// Waits until what was written has reached the disk.
  package func synchronize() throws(InputError) {
    var result: Int32
    repeat { result = fsync(descriptor) } while result < 0 && errno == EINTR
    // Some file systems cannot synchronise a folder, or anything, and say so with one of these.
    if result < 0 && [EINVAL, ENOSYS, EOPNOTSUPP].contains(errno) { return }
    try check(result)
  }
}

extension OpenFile {
  /// All bytes of a file. One larger than half of the machine's memory is refused.
  package static func bytes(of url: URL) throws(InputError) -> [UInt8] {
    // Opening a pipe would otherwise wait for somebody to write into it.
    let file = try OpenFile(url, .reading, flags: O_RDONLY | O_NONBLOCK)
    let length = try file.length()
    let limit = ObtainableMemory.largestFile
    guard length <= limit else {
      throw InputError(
        .unavailable, at: url.relativePath, expected: "at most \(limit) bytes, half of the memory here",
        found: "\(length)", advice: "use a machine with more memory")
    }
    return try file.read(length)
  }

  /// Waits until the names in a folder have reached the disk.
  package static func synchronizeFolder(_ url: URL) throws(InputError) {
    // A folder can only be opened for reading, though what fails here is a write.
    try OpenFile(url, .writing, flags: O_RDONLY | O_DIRECTORY).synchronize()
  }
}
