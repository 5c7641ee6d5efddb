import CStrataKernels
import Foundation
import Testing

/// Rounding to bfloat16 and back.
struct BFloat16Tests {
  private func rounded(_ numbers: [Float]) -> [UInt16] {
    var (numbers, result) = (numbers, [UInt16](repeating: 0, count: numbers.count))
    let count = Int64(numbers.count)
    numbers.withUnsafeMutableBufferPointer { from in
      result.withUnsafeMutableBufferPointer { to in
        strata_round(
          strata_target(
            data: from.baseAddress, rounded: to.baseAddress, rows: 1, columns: count, stride: count))
      }
    }
    return result
  }

  private func widened(_ numbers: [UInt16]) -> [Float] {
    var result = [Float](repeating: 0, count: numbers.count)
    let count = Int64(numbers.count)
    numbers.withUnsafeBufferPointer { from in
      result.withUnsafeMutableBufferPointer { to in
        strata_widen(
          strata_view(data: nil, rounded: from.baseAddress, rows: 1, columns: count, stride: count),
          strata_target(data: to.baseAddress, rounded: nil, rows: 1, columns: count, stride: count))
      }
    }
    return result
  }

  /// Every bfloat16 there is, numbers and what is not one.
  @Test func whatIsBFloat16AlreadyIsKept() {
    let all = (UInt16.min...UInt16.max).map { $0 }
    let wide = widened(all)
    for (bits, (number, again)) in zip(all, zip(wide, rounded(wide))) {
      #expect(number.bitPattern == UInt32(bits) << 16)
      #expect(number.isNaN ? Float(bitPattern: UInt32(again) << 16).isNaN : again == bits)
    }
  }

  /// Numbers between two neighbours go to the nearer one, halves to the even one.
  @Test func numbersBetweenGoToTheNearest() {
    for low in stride(from: UInt32(0x0001), to: 0x7f7f, by: 7) {
      let inputs: [UInt32] = [0x0001, 0x7fff, 0x8000, 0x8001, 0xffff].map { low << 16 | $0 }
      let half = UInt16(low % 2 == 0 ? low : low + 1)
      let (down, up) = (UInt16(low), UInt16(low + 1))
      #expect(rounded(inputs.map { Float(bitPattern: $0) }) == [down, down, half, up, up])
      #expect(
        rounded(inputs.map { -Float(bitPattern: $0) })
          == [down, down, half, up, up].map { $0 | 0x8000 })
    }
  }

  @Test func extremesStayWhatTheyAre() {
    let payload = Float(bitPattern: 0x7f80_0001)
    #expect(rounded([.infinity, -.infinity, 0, -0.0]) == [0x7f80, 0xff80, 0, 0x8000])
    #expect(rounded([.greatestFiniteMagnitude]) == [0x7f80])
    #expect(rounded([.nan, payload]).allSatisfy { $0 & 0x7f80 == 0x7f80 && $0 & 0x7f != 0 })
  }
}
