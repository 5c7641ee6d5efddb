/// What the factors of a product are rounded to. Sums, weights, biases, losses and what an optimizer
/// remembers are Float32 always.
public enum Precision: String, Sendable, CaseIterable, Codable {
  /// Not at all.
  case float32
  /// To bfloat16, 8 bits of significand, by processors that multiply it at twice the rate (Kalamkar et
  /// al. 2019, "A study of BFLOAT16 for deep learning training").
  case bfloat16
  /// The same numbers without such a processor: rounded, widened again and multiplied as Float32.
  case emulatedBFloat16 = "emulated-bfloat16"
}
