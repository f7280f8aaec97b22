// @ts-check
/** What stands on the Teach page before Python has said anything, and stays. */
import {words} from "../words/teach.js";

export const SKELETON = `
<div class="kinds" role="group" aria-label="${words.whatItLearnsFrom}">
<button class="btn sm" type="button" data-kind="photo" aria-pressed="true">${words.camera}</button>
<button class="btn sm" type="button" data-kind="sound" aria-pressed="false">${words.microphone}</button></div>
<div id="notes" role="status"></div>
<div class="three">
<section class="gather" aria-labelledby="gather"><h2 id="gather"><span>1</span> ${words.gather}</h2>
<ul id="classes"></ul>
<div class="ways end"><button class="btn sm" type="button" data-do="add_class">${words.addAClass}</button>
<button class="btn sm" type="button" data-do="undo" hidden></button></div></section>
<section class="learn" aria-labelledby="learned"><h2 id="learned"><span>2</span> ${words.learn}</h2>
<div class="ruled"><p id="why" class="small"></p>
<div id="score" hidden><p class="live"><span class="n" id="number"></span><span class="small" id="number-text"></span></p>
<p class="small gap" id="learned-text"></p></div></div>
<div id="wrong"></div>
<details id="none-box" hidden><summary>${words.none}</summary><p class="small" id="none"></p></details>
<div class="ways end" id="ends" hidden><button class="btn sm" type="button" data-do="table">${words.useAsTable}</button>
<button class="btn sm" type="button" data-do="forget">${words.forgetEverything}</button></div>
<p class="tiny gap" id="kept" hidden>${words.kept}</p></section>
<section class="try" aria-labelledby="try"><h2 id="try"><span>3</span> <i class="apart">${words.try}</i><i class="foremost" id="foremost">${words.camera}</i></h2>
<div class="view" id="view"><p class="small" id="hint"></p><canvas id="wave" width="640" height="360" hidden role="img" aria-label="${words.loudness}"></canvas></div>
<div class="ways end"><button class="btn primary" type="button" id="device"></button></div>
<div id="progress" hidden><p class="small"></p><div class="bar" role="progressbar" aria-label="${words.loading}" aria-valuemin="0" aria-valuemax="100"><b></b></div>
<button class="btn sm" type="button" data-do="stop">${words.cancel}</button></div>
<p class="says" aria-live="off"><b class="big" id="label"></b> <span class="small" id="sure"></span></p>
<ul class="bars" id="bars"></ul>
<p class="tiny gap" id="speed"></p>
<p class="tiny" id="note"></p></section>
</div>`;
