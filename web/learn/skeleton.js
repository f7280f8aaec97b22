// @ts-check
/** What of the Learn page never changes. */
import {words} from "../words/learn.js";

export const SKELETON = `
<h1 tabindex="-1">${words.title}</h1>
<p class="lead">${words.lead}</p>
<div class="bar-of-data"><label>${words.learnFrom} <select id="data" class="field"></select></label>
<p class="small"><span id="about"></span> <span id="notes"></span></p></div>
<section id="drawn" class="drawn" hidden aria-label="${words.drawPoints}"><div id="pad" class="pad-place"></div></section>
<ol id="stops" class="stops" aria-label="${words.stops}">
<li data-stop="forward"><b>${words.forward}</b><span>${words.ofForward}</span></li>
<li data-stop="loss"><b>${words.loss}</b><span>${words.ofLoss}</span></li>
<li data-stop="backward"><b>${words.backward}</b><span>${words.ofBackward}</span></li>
<li data-stop="update"><b>${words.update}</b><span>${words.ofUpdate}</span></li>
<li data-stop="repeat"><b>${words.repeat}</b><span>${words.ofRepeat}</span></li></ol>
<div class="moves" role="group" aria-label="${words.moves}">
<button type="button" class="btn" id="back" data-go="back">${words.backAStop}</button>
<button type="button" class="btn primary" id="next-stop" data-go="stop">${words.nextStop}</button>
<button type="button" class="btn" id="next-row" data-go="row">${words.nextRow}</button>
<button type="button" class="btn" id="next-batch" data-go="batch">${words.nextBatch}</button>
<button type="button" class="btn" id="run" data-go="run">${words.run}</button>
<button type="button" class="btn" id="over" data-go="over">${words.startOver}</button>
<span class="small" id="speed"></span>
</div>
<p id="waits" class="small" role="status" hidden>${words.waiting}</p>
<div id="asks" class="panel" hidden><h2 id="question"></h2><div id="guesses" class="ways"></div></div>
<p id="answer" class="answer" role="status"></p>
<p id="sentence" class="sentence" role="status"></p>
<p id="diverged" class="warn" role="alert" hidden></p>
<div class="inside"><div>
<figure class="net"><svg id="net" role="img"></svg><figcaption id="caption" class="tiny"></figcaption></figure>
<section class="link" aria-labelledby="link-title"><h2 id="link-title">${words.oneConnection}</h2>
<p class="small">${words.pressALine}</p>
<div class="ends"><label><span>${words.layers}</span><select id="link-layer" aria-label="${words.layers}" data-part="layer" class="field"></select></label>
<label><span>${words.from}</span><select id="link-start" aria-label="${words.from}" data-part="start" class="field"></select></label>
<label><span>${words.to}</span><select id="link-end" aria-label="${words.to}" data-part="end" class="field"></select></label></div>
<ul id="lines" class="lines" aria-live="polite"></ul></section>
<section class="link" aria-labelledby="row-title"><h2 id="row-title">${words.oneRow}</h2><p id="row" class="small"></p>
<div class="ways"><button type="button" class="btn sm" id="earlier" data-follow="-1">${words.rowBefore}</button>
<button type="button" class="btn sm" id="later" data-follow="1">${words.rowAfter}</button></div></section></div>
<div>
<div id="planes" class="planes">
<figure><h2><i class="swatch mlp"></i>${words.network}</h2><canvas id="net-plane" class="plane" role="img"></canvas></figure>
<figure><h2><i class="swatch elm"></i>${words.elm}</h2><canvas id="elm-plane" class="plane" role="img"></canvas></figure>
<div class="under-planes"><ul id="key" class="key-of-classes"></ul><p id="axes" class="tiny"></p></div></div>
<div class="clocks" role="group" aria-label="${words.clocks}">
<div><b id="net-clock"></b><p class="small" id="net-text"></p></div>
<div><b id="elm-clock"></b><p class="small" id="elm-text"></p></div>
<p id="race" class="race"></p></div>
<section class="losses" aria-labelledby="losses-title"><h2 id="losses-title">${words.lossBySteps}</h2>
<svg id="losses" role="img"></svg>
<ul class="key-of-lines tiny"><li><i class="line train"></i>${words.networkLearnedFrom}</li>
<li id="held"><i class="line test"></i>${words.networkHeldBack}</li><li><i class="line elm"></i>${words.elmComma} <span id="level">${words.levelHeld}</span></li></ul></section>
<details id="numbers"><summary>${words.lossTable}</summary><div class="frame" tabindex="0" role="region" aria-label="${words.losses}">
<table><thead><tr><th scope="col">${words.step}</th><th scope="col">${words.lossLearnedFrom}</th><th scope="col">${words.lossHeldBack}</th></tr></thead>
<tbody id="table"></tbody></table></div></details></div></div>
<section><h2>${words.whatCanBeTurned}</h2><div id="controls" class="controls"></div></section>
<section><h2>${words.whatCanGoWrong}</h2><p class="small">${words.ofTraps}</p><ul id="traps" class="traps"></ul>
<label class="check"><input type="checkbox" id="ask"> ${words.askFirst}</label></section>
<div class="half far"><section><h2>${words.inside}</h2><p class="small">${words.ofHealth}</p><ul id="health" class="bars"></ul><ul id="findings" class="findings"></ul></section>
<section><h2>${words.gradientsRight}</h2><p class="small">${words.ofChecking}</p>
<button type="button" class="btn sm" data-go="check">${words.checkTheGradients}</button><div id="checked" class="gapped" role="status"></div></section></div>
<section><h2>${words.takeItWithYou}</h2><div class="take"><label><span>${words.linkHere}</span>
<input id="address" class="field" readonly aria-label="${words.linkHere}"></label>
<button type="button" class="btn" data-go="link">${words.copyTheLink}</button>
<button type="button" class="btn" data-go="files">${words.saveSteps}</button></div>
<p id="saved" class="small" role="status"></p></section>
`;
