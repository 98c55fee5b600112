/** Of every page; in the colours of the paste box and the demo. */
export const style = `:root{color-scheme:light dark;--paper:#faf8f5;--card:#fff;--ink:#23201c;--soft:#625b52;--line:#ddd7ce;--accent:#9c4021;--warn:#8a5600;--warn-wash:#fbf0d9}
@media(prefers-color-scheme:dark){:root{--paper:#191715;--card:#221f1c;--ink:#efebe5;--soft:#b3aa9e;--line:#3a3530;--accent:#eb9a78;--warn:#eabf6a;--warn-wash:#37290f}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:58rem;padding:0 1.25rem 3rem;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,sans-serif;overflow-wrap:anywhere}
h1,h2,h3,h4{line-height:1.3;text-wrap:balance}
h1{margin:1.5rem 0 1rem;font-size:clamp(1.5rem,1.2rem + 1.4vw,2.1rem);letter-spacing:-.01em}
h2{margin:2.5rem 0 .75rem;font-size:1.35rem}
h2::first-letter{text-transform:uppercase}
h3{margin:2.25rem 0 .5rem;padding-top:1.25rem;border-top:1px solid var(--line);font-size:1.05rem;scroll-margin-top:.5rem}
h2+h3{margin-top:1rem;padding:0;border:0}
h4{margin:1.5rem 0 .25rem;font-size:.95rem;color:var(--soft)}
p{margin:.6rem 0}
a{color:var(--accent);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:.25rem}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding:1.25rem 0 .75rem;border-bottom:1px solid var(--line)}
code,pre{font:.9em/1.5 ui-monospace,"SF Mono",Menlo,Consolas,monospace}
h3 code{font-size:1em;font-weight:650}
pre{margin:.75rem 0;padding:.8rem 1rem;white-space:pre-wrap;background:var(--card);border:1px solid var(--line);border-radius:.6rem}
table{width:100%;margin:.5rem 0 1rem;border-collapse:collapse}
th,td{padding:.45rem 1rem .45rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th{font-size:.9rem;color:var(--soft)}
td:last-child{padding-right:0}
.note{padding:.6rem 1rem;background:var(--warn-wash);border-left:4px solid var(--warn);border-radius:.3rem}
@media(min-width:40.01rem){
td:first-child{width:40%}
td:first-child:nth-last-child(2){width:64%}
td:nth-child(2):nth-last-child(2){width:17%}
}
@media(max-width:40rem){
body{padding-inline:1rem}
tr,td{display:block}
tr{padding:.6rem 0;border-bottom:1px solid var(--line)}
tr:has(th){display:none}
td{padding:0;border:0}
td+td{color:var(--soft)}
}`
