import Foundation
import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import Testing

/// Statistics are measured, each on what the ones below it have made.
struct StatisticsTests {
  private func chain(_ names: [String], width: Int) throws -> LayerGraph {
    var table = ParameterTable()
    var nodes = [Node("input", .input(width: width))]
    for (position, name) in names.enumerated() {
      for part in ["mean", "deviation"] where table["\(name).\(part)"] == nil {
        table["\(name).\(part)"] = Matrix(rows: 1, columns: width, repeating: part == "mean" ? 0 : 3)
      }
      nodes.append(
        Node(
          "standard.\(position)", .standardization(mean: "\(name).mean", deviation: "\(name).deviation"),
          inputs: [nodes[nodes.count - 1].name]))
    }
    return try LayerGraph(nodes: nodes, parameters: table)
  }

  @Test func valuesThenHaveMeanZeroAndDeviationOne() throws {
    let numbers = RandomStream(seed: 1, purpose: "x").normal(count: 700 * 5)
    // One column is the same everywhere, one tiny, one far from zero. There are more rows than a batch has.
    let scales: [(Float, Float)] = [(1, 0), (0, 7), (1e-6, 0), (3, 1000), (20, -4)]
    let features = Matrix(
      rows: 700, columns: 5,
      numbers.enumerated().map { $0.element * scales[$0.offset % 5].0 + scales[$0.offset % 5].1 })
    let graph = try chain(["a", "b"], width: 5).measuringStatistics(on: features)
    let mean = try #require(graph.parameters["a.mean"]?.elements)
    let deviation = try #require(graph.parameters["a.deviation"]?.elements)
    for column in 0..<5 {
      let x = features.column(column).map(Double.init)
      let exact = x.reduce(0, +) / 700
      let spread = (x.reduce(0) { $0 + ($1 - exact) * ($1 - exact) } / 700).squareRoot()
      #expect(abs(Double(mean[column]) - exact) <= 1e-6 * abs(exact) + 1e-9)
      let expected = (spread * spread + 1e-5).squareRoot()
      #expect(abs(Double(deviation[column]) / expected - 1) <= 1e-6)
      let y = try graph.values(of: "standard.0", for: features).column(column).map(Double.init)
      #expect(abs(y.reduce(0, +) / 700) < 1e-3)
      // What is divided is smaller than the divisor by ε alone.
      let variance = y.reduce(0) { $0 + $1 * $1 } / 700
      #expect(abs(variance - spread * spread / (expected * expected)) < 1e-3)
    }
    // The second finds what the first has left.
    let second = try #require(graph.parameters["b.deviation"]?.elements)
    for column in [0, 3, 4] { #expect(abs(second[column] - 1) < 1e-3) }
  }

  @Test func sharedStatisticsAreThoseOfTheFirst() throws {
    let features = Matrix([[1, 2], [3, 6]])
    let graph = try chain(["a", "a"], width: 2).measuringStatistics(on: features)
    #expect(graph.parameters["a.mean"]?.elements == [2, 4])
    #expect(
      graph.parameters["a.deviation"]?.elements == [Float(1.00001).squareRoot(), Float(4.00001).squareRoot()])
  }

  @Test func frozenStatisticsStay() throws {
    let graph = try chain(["a", "b"], width: 2)
    let frozen = try LayerGraph(
      nodes: graph.nodes, parameters: graph.parameters, frozen: ["a.mean", "a.deviation"])
    let measured = try frozen.measuringStatistics(on: Matrix([[1, 2], [3, 6]]))
    #expect(measured.parameters["a.mean"] == graph.parameters["a.mean"])
    #expect(measured.parameters["a.deviation"] == graph.parameters["a.deviation"])
    // What is above sees what the frozen ones make.
    #expect(measured.parameters["b.mean"]?.elements == [Float(2) / 3, Float(4) / 3])
  }

  @Test func whatCannotBeMeasuredIsRefused() throws {
    let graph = try chain(["a"], width: 2)
    for (features, place) in [
      (Matrix(rows: 0, columns: 2), "examples"), (Matrix(rows: 3, columns: 1), "examples"),
      (Matrix([[1, .infinity]]), "standard.0"), (Matrix([[.nan, 1]]), "standard.0"),
    ] {
      let error = #expect(throws: InputError.self) { try graph.measuringStatistics(on: features) }
      #expect(error?.place == place)
    }
  }
}
