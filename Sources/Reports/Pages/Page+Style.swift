extension Page {
  /// The look of every page: a column that reads well, light or dark as the reader's system is, and paper.
  static let styleTemplate = """
    :root{color-scheme:light dark;--paper:#fff;--ink:#1f2328;--strong:#16181d;--faint:#5b646e;--rule:#dfe3e8;
    --shade:#f5f7f9;--link:#0b5cad;--accent:#0072b2;--alert:#b34700}
    @media(prefers-color-scheme:dark){:root{--paper:#15181c;--ink:#d3d8de;--strong:#eceef1;--faint:#9aa3ad;
    --rule:#2e343b;--shade:#1c2026;--link:#7dbcf0;--accent:#4aa8e0;--alert:#f0803c}}
    *{box-sizing:border-box}
    body{margin:0 auto;max-width:740px;padding:2.5rem 20px 4rem;background:var(--paper);color:var(--ink);
    font:1.0625rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
    overflow-wrap:break-word}
    h1,h2{color:var(--strong);line-height:1.2;text-wrap:balance}
    h1{font-size:2rem;margin:0 0 .4rem;letter-spacing:-.015em}
    h2{font-size:1.35rem;margin:3rem 0 .9rem;padding-top:1.1rem;border-top:1px solid var(--rule)}
    .subtitle{margin:0;color:var(--faint);font-size:1.1rem}
    a{color:var(--link);text-underline-offset:.18em}
    a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:2px solid var(--accent);
    outline-offset:2px}
    nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;list-style:none;margin:1.4rem 0 0;padding:0;
    font-size:.95rem}
    p{margin:0 0 1rem}
    .index{max-width:96rem}
    .index main{margin-top:2rem}
    .index table{font-size:.86rem}.index tbody th,.index [data-label=Begun]{white-space:nowrap}
    .index [data-label=Result]{min-width:13rem}
    .index th button{all:unset;cursor:pointer}
    .index th button:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
    .index [aria-sort] button::after{content:" ↑"}
    .index [aria-sort=descending] button::after{content:" ↓"}
    @media(max-width:700px){.index table,.index tbody,.index tr,.index th,.index td{display:block}
    .index thead{display:none}.index .wide{width:auto}.index tr{padding:.7rem 0;border-bottom:1px solid var(--rule)}
    .index td,.index tbody th{border:0;padding:.1rem 0;text-align:left;white-space:normal}
    .index td{display:grid;grid-template-columns:6.2rem 1fr}
    .index td::before{content:attr(data-label);color:var(--faint);font-weight:400}
    .index td[data-key=""]{display:none}}
    .verdict{border-left:4px solid var(--accent);background:var(--shade);padding:.8rem 1rem;
    color:var(--strong);font-size:1.1rem}
    .wide{overflow-x:auto;margin:0 0 1.4rem;width:fit-content;max-width:100%}
    table{border-collapse:collapse;font-size:.92rem;line-height:1.4;
    font-variant-numeric:tabular-nums}
    caption{caption-side:top;text-align:left;color:var(--strong);font-weight:600;padding:0 0 .5rem}
    th,td{padding:.4rem .95rem .4rem 0;text-align:left;vertical-align:baseline;
    border-bottom:1px solid var(--rule)}
    th{font-weight:600;color:var(--strong)}
    thead th{vertical-align:bottom;color:var(--faint);border-bottom:2px solid var(--rule)}
    tbody th{font-weight:500}
    .number{text-align:right;white-space:nowrap}
    thead .number{white-space:normal}
    tbody th{min-width:7.5rem}
    tr>:last-child{padding-right:0}
    tfoot td,tfoot th{border-bottom:0;color:var(--strong);font-weight:600}
    .alert{color:var(--alert);font-weight:600}
    .none{color:var(--faint)}
    figure{margin:0 0 1.8rem}
    figure img,figure svg{display:block;max-width:100%;height:auto}
    .pixels{image-rendering:pixelated}
    .drawn svg{border-radius:6px}
    figcaption{margin-top:.6rem;color:var(--faint);font-size:.92rem;line-height:1.5}
    .gallery{display:grid;grid-template-columns:repeat(auto-fill,minmax(8.2rem,1fr));gap:1.2rem .9rem;
    margin:0 0 1.8rem}
    .gallery figure{margin:0}
    .gallery figcaption{margin-top:.35rem;font-size:.86rem;line-height:1.4}
    dl{display:grid;grid-template-columns:minmax(7rem,max-content) 1fr;gap:.35rem 1.4rem;margin:0 0 1.4rem;
    font-size:.95rem}
    dl div{display:contents}
    dt{color:var(--faint)}
    dd{margin:0;overflow-wrap:anywhere}
    pre{margin:0 0 1.2rem;padding:.8rem 1rem;background:var(--shade);border:1px solid var(--rule);
    border-radius:6px;overflow-x:auto;font:.86rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
    .command{white-space:pre-wrap}
    details{margin:0 0 1.2rem}
    summary{cursor:pointer;color:var(--link);margin-bottom:.8rem}
    ul{padding-left:1.2rem;margin:0 0 1.2rem}
    footer{margin-top:3rem;color:var(--faint);font-size:.88rem}
    @media print{:root{--paper:#fff;--ink:#000;--strong:#000;--faint:#444;--rule:#bbb;--shade:#fff;--link:#000}
    body{max-width:none;padding:0;font-size:11pt}nav{display:none}figure,tr,pre{break-inside:avoid}
    h2{break-after:avoid}details>*{display:block}}

    """
}
