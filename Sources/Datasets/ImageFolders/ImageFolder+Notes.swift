internal import StrataFiles

extension ImageFolder {
  /// What was noticed and done, for the user.
  static func notes(
    _ plan: FolderPlan, _ stack: PictureStack, _ names: [String], isSized: Bool
  ) -> [Wording] {
    let count = plan.entries.count
    var notes = plan.notes
    notes += plan.emptyFolders.map { "the folder \($0.path) is empty" }
    if !plan.others.isEmpty {
      let files =
        plan.others.count == 1
        ? "1 file that is no picture was" : "\(plan.others.count) files that are no pictures were"
      notes.append("\(files) passed over: \(plan.others.listed(atMost: 3))")
    }
    let unlabelled = plan.entries.filter { $0.className == nil }
    if names.isEmpty {
      notes.append("no picture lies in the folder of a class, so none has a label")
    } else if !unlabelled.isEmpty {
      let folders = Set(
        unlabelled.map { $0.path.contains("/") ? String($0.path.prefix { $0 != "/" }) : plan.root })
      notes.append(
        "\(unlabelled.count) of \(count) pictures have no label: those straight in \(folders.sorted().listed(atMost: 3))"
      )
    }
    if names.count == 1 { notes.append("there is one class only, \(names[0]): nothing to tell apart") }
    let size = "\(stack.preparation.height) × \(stack.preparation.width)"
    let resized = count - (stack.findings.sizes[[stack.preparation.height, stack.preparation.width]] ?? 0)
    if isSized, resized > 0 { notes.append("\(resized) of \(count) pictures were brought to \(size)") }
    let colours = stack.findings.colours.count
    if colours > 0 { notes.append("colour was made grey in \(colours) of \(count) pictures") }
    let blanks = stack.findings.blanks.sorted().map { plan.entries[$0].path }
    if !blanks.isEmpty {
      notes.append(
        "on \(blanks.count) of \(count) pictures nothing is drawn, all of their pixels are 0: \(blanks.listed(atMost: 3))"
      )
    }
    return notes
  }
}

extension FolderPlan {
  /// True when there are pictures of a part.
  func has(_ part: Part) -> Bool { entries.contains { $0.part == part } }
}
