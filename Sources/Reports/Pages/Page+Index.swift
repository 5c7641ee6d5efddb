extension Page {
  static let indexTemplate = """
    {{> head}}
    <body class="index">
    <header>
    <h1>{{title}}</h1>
    <p class="subtitle">{{subtitle}}</p>
    </header>
    <main>
    <div class="wide" tabindex="0">
    <table>
    <thead>
    <tr><th scope="col">Run</th>{{#headings}}<th scope="col"{{#isNumber}} class="number"{{/isNumber}}>{{text}}</th>{{/headings}}</tr>
    </thead>
    <tbody>
    {{#runs}}
    <tr><th scope="row">{{#.link}}<a href="{{.}}">{{name}}</a>{{/.link}}{{^.link}}{{name}}{{/.link}}</th>\
    {{#cells}}<td data-label="{{label}}" data-key="{{key}}"{{#isNumber}} class="number"{{/isNumber}}\
    {{#isAlert}} class="alert"{{/isAlert}}>{{text}}</td>{{/cells}}</tr>
    {{/runs}}
    </tbody>
    </table>
    </div>
    </main>
    <script>
    {{> sorting}}
    </script>
    </body>
    </html>

    """

  /// Makes each heading a button that sorts by its column: numbers as numbers, what is not known last.
  static let sortingTemplate = """
    const table = document.querySelector("table"), body = table.tBodies[0];
    const key = (row, column) => row.cells[column].dataset.key ?? row.cells[column].textContent;
    for (const heading of table.tHead.rows[0].cells) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      heading.append(button);
      button.onclick = () => {
        const column = heading.cellIndex, isNumber = heading.matches(".number");
        const turn = heading.ariaSort === "ascending" ? -1 : 1;
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        heading.ariaSort = turn === 1 ? "ascending" : "descending";
        body.append(...[...body.rows].sort((a, b) => {
          const x = key(a, column), y = key(b, column);
          if (x === "" || y === "") return (x === "") - (y === "");
          return turn * (isNumber ? x - y : x.localeCompare(y));
        }));
      };
    }

    """
}
