// Charts, pictures and tables behind the same import as the reports that are made of them.
@_exported public import StrataDrawings
