/** Texts that would run as a script, load something, or call people, if any surface took them for more than text. Each sets `window.hit` when it runs. */
export const MARKUP = '<script>window.hit=1</script><img src=x onerror="window.hit=2"><svg/onload=window.hit=3>';
/** The same for fields of one short line. */
export const SHORT = '<img src=x onerror=window.hit=4>';
/** What Markdown, templates and chats could be led to: addresses that run, attributes that break out, pictures from elsewhere, calls to everybody. */
export const TRICKS = [
  '[go](javascript:window.hit=5) [data](data:text/html,<script>window.hit=6</script>) [tab](java\tscript:window.hit=7) [vb](vbscript:window.hit=8)',
  '<javascript:window.hit=9> [ref][r] ![x](x" onerror="window.hit=10) ![pixel](https://evil.example/p.png) [![p](https://evil.example/q.png)](https://evil.example)',
  '<iframe srcdoc="<script>parent.hit=11</script>"></iframe><style>@import url(https://evil.example/c.css)</style><base href=https://evil.example/><form action=https://evil.example/><input autofocus onfocus=window.hit=12></form>',
  "{{constructor.constructor('window.hit=13')()}} ${window.hit=14} &lt;script&gt;window.hit=15&lt;/script&gt;",
  '<!channel> <!here|x> <!everyone> <@U0NADIA> <#C0SECRET> <!subteam^S1> &lt;!channel&gt; [<!channel>](https://ok.example) `<!here>`',
  '```\n<script>window.hit=16</script> <!channel>\n```',
  '[r]: javascript:window.hit=17 "<!channel>"',
].join('\n\n');
/** Everything at once, for fields that hold Markdown. */
export const WORST = `${MARKUP}\n\n${TRICKS}`;
