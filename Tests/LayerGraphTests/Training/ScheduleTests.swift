import Foundation
import StrataLayerGraph
import StrataLinearAlgebra
import Testing

/// The factor on the learning rate at its corners.
struct ScheduleTests {
  private func factors(_ schedule: Schedule, of epochs: Int, at moments: [Double]) -> [Double] {
    moments.map { schedule.factor(at: $0, of: epochs) }
  }

  @Test func constant() {
    #expect(factors(.constant, of: 10, at: [0, 5, 9.99]) == [1, 1, 1])
  }

  @Test func step() {
    let schedule = Schedule(.step(epochs: 3, factor: 0.1))
    #expect(factors(schedule, of: 10, at: [0, 2.999, 3, 5.5]) == [1, 1, 0.1, 0.1])
    #expect(abs(schedule.factor(at: 9.5, of: 10) - 0.001) < 1e-15)
    // Steps are counted from the end of warm-up.
    let warm = Schedule(.step(epochs: 3, factor: 0.5), warmUpEpochs: 2)
    #expect(factors(warm, of: 10, at: [0, 1, 2, 4.999, 5, 8]) == [0, 0.5, 1, 1, 0.5, 0.25])
  }

  @Test func linearDecay() {
    #expect(
      factors(Schedule(.linearDecay(after: 0)), of: 10, at: [0, 2.5, 5, 10, 11]) == [1, 0.75, 0.5, 0, 0])
    #expect(
      factors(Schedule(.linearDecay(after: 0.5)), of: 10, at: [0, 5, 7.5, 10]) == [1, 1, 0.5, 0])
    #expect(factors(Schedule(.linearDecay(after: 1)), of: 10, at: [0, 9, 10]) == [1, 1, 1])
    let warm = Schedule(.linearDecay(after: 0), warmUpEpochs: 2)
    #expect(factors(warm, of: 10, at: [0, 1, 2, 6, 10]) == [0, 0.5, 1, 0.5, 0])
  }

  @Test func cosine() {
    let schedule = Schedule(.cosine)
    for (moment, expected) in [(0, 1), (2.5, (1 + 0.5.squareRoot()) / 2), (5, 0.5), (10, 0)] {
      #expect(abs(schedule.factor(at: moment, of: 10) - expected) < 1e-15)
    }
  }

  @Test(
    arguments: [.constant, .step(epochs: 1, factor: 0.5), .linearDecay(after: 0), .cosine] as [Schedule.Shape]
  )
  func warmUpGrowsInAStraightLine(shape: Schedule.Shape) {
    let schedule = Schedule(shape, warmUpEpochs: 4)
    #expect(factors(schedule, of: 8, at: [0, 1, 2, 3, 4]) == [0, 0.25, 0.5, 0.75, 1])
    // A warm-up as long as training ends at the base.
    #expect(schedule.factor(at: 4, of: 4) == 1)
  }

  @Test(arguments: [
    Schedule(.constant), Schedule(.step(epochs: 2.5, factor: 0.1), warmUpEpochs: 0.5),
    Schedule(.linearDecay(after: 0.25)), Schedule(.cosine, warmUpEpochs: 3),
  ])
  func aScheduleComesBackFromJSON(schedule: Schedule) throws {
    let data = try JSONEncoder().encode(schedule)
    #expect(try JSONDecoder().decode(Schedule.self, from: data) == schedule)
  }
}
