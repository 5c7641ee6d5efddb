extension Page {
  static let headTemplate = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta name="color-scheme" content="light dark"/>
    <meta name="generator" content="Strata"/>
    <title>{{title}}</title>
    <style>
    {{> style}}
    </style>
    </head>

    """

  static let reportTemplate = """
    {{> head}}
    <body>
    <header>
    <h1>{{title}}</h1>
    <p class="subtitle">{{subtitle}}</p>
    </header>
    <nav aria-label="Sections">
    <ul>
    {{#sections}}
    <li><a href="#{{anchor}}">{{heading}}</a></li>
    {{/sections}}
    </ul>
    </nav>
    <main>
    {{#sections}}
    <section aria-labelledby="{{anchor}}">
    <h2 id="{{anchor}}">{{heading}}</h2>
    {{#blocks}}
    {{> block}}
    {{/blocks}}
    </section>
    {{/sections}}
    </main>
    {{#.index}}
    <footer><p><a href="{{.}}">All runs</a></p></footer>
    {{/.index}}
    </body>
    </html>

    """

  static let blockTemplate = """
    {{#.paragraph}}
    <p>{{.}}</p>
    {{/.paragraph}}
    {{#.verdict}}
    <p class="verdict">{{.}}</p>
    {{/.verdict}}
    {{#.list}}
    {{#first()}}
    <ul>
    {{/first()}}
    <li>{{.}}</li>
    {{#last()}}
    </ul>
    {{/last()}}
    {{/.list}}
    {{#.links}}
    {{#first()}}
    <ul>
    {{/first()}}
    <li><a href="{{address}}">{{text}}</a></li>
    {{#last()}}
    </ul>
    {{/last()}}
    {{/.links}}
    {{#.table}}
    {{> table}}
    {{/.table}}
    {{#.picture}}
    {{> figure}}
    {{/.picture}}
    {{#.gallery}}
    {{#first()}}
    <div class="gallery">
    {{/first()}}
    {{> figure}}
    {{#last()}}
    </div>
    {{/last()}}
    {{/.gallery}}
    {{#.chart}}
    <figure class="drawn">
    {{{svg}}}
    {{#.caption}}
    <figcaption>{{.}}</figcaption>
    {{/.caption}}
    </figure>
    {{/.chart}}
    {{#.command}}
    <pre class="command" tabindex="0"><code>{{.}}</code></pre>
    {{/.command}}
    {{#.facts}}
    {{#first()}}
    <dl>
    {{/first()}}
    <div><dt>{{name}}</dt><dd>{{value}}</dd></div>
    {{#last()}}
    </dl>
    {{/last()}}
    {{/.facts}}
    {{#.preformatted}}
    <pre tabindex="0">{{.}}</pre>
    {{/.preformatted}}
    {{#.details}}
    <details>
    <summary>{{summary}}</summary>
    {{#blocks}}
    {{> block}}
    {{/blocks}}
    </details>
    {{/.details}}

    """

  static let tableTemplate = """
    <div class="wide" tabindex="0">
    <table>
    {{#.caption}}
    <caption>{{.}}</caption>
    {{/.caption}}
    <thead>
    <tr>{{#headings}}<th scope="col"{{#isNumber}} class="number"{{/isNumber}}>{{text}}</th>{{/headings}}</tr>
    </thead>
    <tbody>
    {{#rows}}
    {{> row}}
    {{/rows}}
    </tbody>
    {{#hasFooter}}
    <tfoot>
    {{#footer}}
    {{> row}}
    {{/footer}}
    </tfoot>
    {{/hasFooter}}
    </table>
    </div>

    """

  static let rowTemplate = """
    <tr>{{#cells}}{{#isRowHeading}}<th scope="row">{{text}}</th>{{/isRowHeading}}\
    {{^isRowHeading}}<td{{#isNumber}} class="number"{{/isNumber}}>{{text}}</td>{{/isRowHeading}}{{/cells}}</tr>

    """

  static let figureTemplate = """
    <figure>
    <img src="data:{{type}};base64,{{{data}}}" alt="{{alt}}"{{#.width}} width="{{.}}"{{/.width}}\
    {{#.height}} height="{{.}}"{{/.height}}{{#isPixels}} class="pixels"{{/isPixels}}/>
    {{#.caption}}
    <figcaption>{{.}}</figcaption>
    {{/.caption}}
    </figure>

    """
}
