import Foundation
import FoundationXML

/// Reads a page or a picture as XML, which is stricter than HTML, and remembers what a check needs.
final class PageChecker: NSObject, XMLParserDelegate {
  private(set) var isWellFormed = false
  private(set) var elements: [String] = []
  private(set) var ids: [String] = []
  private(set) var images: [[String: String]] = []
  private(set) var addresses: [String] = []
  /// The levels of the headings, in order.
  private(set) var headings: [Int] = []
  /// All words between tags.
  private(set) var words = ""

  init(_ text: String) {
    super.init()
    // The one thing in a page of ours that XML has otherwise.
    let parser = XMLParser(data: Data(text.replacing("<!DOCTYPE html>", with: "").utf8))
    parser.delegate = self
    isWellFormed = parser.parse()
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    elements.append(name)
    if let id = attributes["id"] { ids.append(id) }
    if name == "img" { images.append(attributes) }
    addresses += ["href", "src"].compactMap { attributes[$0] }
    if name.count == 2, name.first == "h", let level = name.last?.wholeNumberValue { headings.append(level) }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { words += string }
}
