// @ts-check
/** The Teach page. */
import {words as media} from "./media.js";

export const words = {
  // What never changes
  whatItLearnsFrom: "What it learns from",
  loudness: "How loud the last second was",
  loading: "Loading",
  camera: "Camera",
  microphone: "Microphone",
  gather: "Gather",
  addAClass: "Add a class",
  learn: "Learn",
  none: "None of these",
  useAsTable: "Use these as a table",
  forgetEverything: "Forget everything",
  kept: "Kept in this browser until you forget it. As a table it can be trained, judged on rows held out, and taken home.",
  try: "Try",
  cancel: "Cancel",

  // The camera and the microphone
  photo: {
    use: media.useCamera,
    stop: media.stopCamera,
    hint: "The camera is off. Its pictures stay on this device.",
    none: media.noCamera,
    needs: media.needsCamera,
    thing: "Picture",
  },
  sound: {
    use: "Use the microphone",
    stop: "Stop the microphone",
    hint: "The microphone is off. What it hears stays on this device.",
    none: media.noMicrophone,
    needs: media.needsMicrophone,
    thing: "Clip",
  },
  cameraSees: "What the camera sees",
  oneMoment: "One moment",
  letGo: "Let go to stop",
  listening: "Listening",

  // A class
  hold: "Hold to add",
  holdFor: (/** @type {string} */ name) => `Hold to add to ${name}`,
  nameOfClass: "Name of the class",
  removeClass: "Remove class",
  addFiles: "Add files",
  showFewer: "Show fewer",
  showAll: (/** @type {number} */ n) => `Show all ${n.toLocaleString("en")}`,
  example: (/** @type {string} */ thing, /** @type {number} */ number, /** @type {string} */ name) => `${thing} ${number} of ${name}`,
  removeSome: (/** @type {number} */ n) => `Remove ${n}`,
  moveSome: (/** @type {number} */ n) => `Move ${n} to`,
  moveSomeTo: (/** @type {number} */ n) => `Move ${n} to another class`,

  // What was learned
  reallyForget: (/** @type {number} */ n) => `Forget ${n.toLocaleString("en")} examples for good`,
  undo: "Undo",
  undoWhat: (/** @type {string} */ what) => `Undo ${what}`,
  wrong: (/** @type {number} */ n) => n === 1 ? "One it gets wrong" : `${n.toLocaleString("en")} it gets wrong`,
  youSaid: ["You said ", ", it says ", ". "],
  moveTo: (/** @type {string} */ name) => `Move to ${name}`,
  remove: "Remove",
};
