// @ts-check
/** What of the Learn page never changes. */

export const SKELETON = `
<h1 tabindex="-1">How a network learns</h1>
<p class="lead">Forward, loss, backward, update, repeat. Make one stop at a time, or let it run, and go back whenever you
like: every number is worked out here and now. Beside it an ELM, on the same rows, is solved once.</p>
<div class="bar-of-data"><label>Learn from <select id="data" class="field"></select></label>
<p class="small"><span id="about"></span> <span id="notes"></span></p></div>
<section id="drawn" class="drawn" hidden aria-label="Draw points"><div id="pad" class="pad-place"></div></section>
<ol id="stops" class="stops" aria-label="The five stops of a step">
<li data-stop="forward"><b>Forward</b><span>Each row goes through the layers.</span></li>
<li data-stop="loss"><b>Loss</b><span>How wrong it is, as one number.</span></li>
<li data-stop="backward"><b>Backward</b><span>Who is to blame: the gradients.</span></li>
<li data-stop="update"><b>Update</b><span>Each weight moves a little.</span></li>
<li data-stop="repeat"><b>Repeat</b><span>The next batch of rows.</span></li></ol>
<div class="moves" role="group" aria-label="Move the training">
<button type="button" class="btn" id="back" data-go="back">Back a stop</button>
<button type="button" class="btn primary" id="next-stop" data-go="stop">Next stop</button>
<button type="button" class="btn" id="next-row" data-go="row">Next row</button>
<button type="button" class="btn" id="next-batch" data-go="batch">Next batch</button>
<button type="button" class="btn" id="run" data-go="run">Run</button>
<button type="button" class="btn" id="over" data-go="over">Start over</button>
<span class="small" id="speed"></span>
</div>
<p id="waits" class="small" role="status" hidden>Waiting for Python, which is still coming or busy with something else.</p>
<div id="asks" class="panel" hidden><h2 id="question"></h2><div id="guesses" class="ways"></div></div>
<p id="answer" class="answer" role="status"></p>
<p id="sentence" class="sentence" role="status"></p>
<p id="diverged" class="warn" role="alert" hidden></p>
<div class="inside"><div>
<figure class="net"><svg id="net" role="img"></svg><figcaption id="caption" class="tiny"></figcaption></figure>
<section class="link" aria-labelledby="link-title"><h2 id="link-title">One connection</h2>
<p class="small">Press a line, or choose it here.</p>
<div class="ends"><label><span>Layers</span><select id="link-layer" aria-label="Layers" data-part="layer" class="field"></select></label>
<label><span>From</span><select id="link-start" aria-label="From" data-part="start" class="field"></select></label>
<label><span>To</span><select id="link-end" aria-label="To" data-part="end" class="field"></select></label></div>
<ul id="lines" class="lines" aria-live="polite"></ul></section>
<section class="link" aria-labelledby="row-title"><h2 id="row-title">One row</h2><p id="row" class="small"></p>
<div class="ways"><button type="button" class="btn sm" id="earlier" data-follow="-1">Row before</button>
<button type="button" class="btn sm" id="later" data-follow="1">Row after</button></div></section></div>
<div>
<div id="planes" class="planes">
<figure><h2><i class="swatch mlp"></i>Network</h2><canvas id="net-plane" class="plane" role="img"></canvas></figure>
<figure><h2><i class="swatch elm"></i>ELM</h2><canvas id="elm-plane" class="plane" role="img"></canvas></figure>
<div class="under-planes"><ul id="key" class="key-of-classes"></ul><p id="axes" class="tiny"></p></div></div>
<div class="clocks" role="group" aria-label="The two clocks">
<div><b id="net-clock"></b><p class="small" id="net-text"></p></div>
<div><b id="elm-clock"></b><p class="small" id="elm-text"></p></div>
<p id="race" class="race"></p></div>
<section class="losses" aria-labelledby="losses-title"><h2 id="losses-title">Loss by steps, log scale</h2>
<svg id="losses" role="img"></svg>
<ul class="key-of-lines tiny"><li><i class="line train"></i>network, learned from</li>
<li id="held"><i class="line test"></i>network, held back</li><li><i class="line elm"></i>ELM, <span id="level">held back</span></li></ul></section>
<details id="numbers"><summary>The losses as a table</summary><div class="frame" tabindex="0" role="region" aria-label="Losses">
<table><thead><tr><th scope="col">Step</th><th scope="col">Loss, learned from</th><th scope="col">Loss, held back</th></tr></thead>
<tbody id="table"></tbody></table></div></details></div></div>
<section><h2>What can be turned</h2><div id="controls" class="controls"></div></section>
<section><h2>What can go wrong</h2><p class="small">Each sets everything for it and runs.</p><ul id="traps" class="traps"></ul>
<label class="check"><input type="checkbox" id="ask"> Ask me first what will happen</label></section>
<div class="half far"><section><h2>Inside, layer by layer</h2><p class="small">Mean size of the gradient of each layer's weights,
over all rows.</p><ul id="health" class="bars"></ul><ul id="findings" class="findings"></ul></section>
<section><h2>Are the gradients right?</h2><p class="small">Move a weight by a hair, measure the loss, and compare.</p>
<button type="button" class="btn sm" data-go="check">Check the gradients</button><div id="checked" class="gapped" role="status"></div></section></div>
<section><h2>Take it with you</h2><div class="take"><label><span>A link to just this place, without any data</span>
<input id="address" class="field" readonly aria-label="A link to just this place, without any data"></label>
<button type="button" class="btn" data-go="link">Copy the link</button>
<button type="button" class="btn" data-go="files">Save the steps as Python</button></div>
<p id="saved" class="small" role="status"></p></section>
`;
