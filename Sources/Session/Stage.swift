/// One command's work, or a part of it.
///
/// A stage is made of the user's options, its own choices and the console, in this order. Then and there it looks for what
/// it needs: runs, recipe, data; so what cannot be done is said before anything is. It is run once.
package protocol Stage {
  /// What comes of it.
  associatedtype Outcome

  /// Does the work.
  ///
  /// - Throws: `InputError` for what was given; an `Interruption` when somebody asks to stop.
  func run() throws -> Outcome
}
