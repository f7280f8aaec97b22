// @ts-check
/** What is said in German where a photo, a clip, a drawing or a sound is brought. */

export const words = {
  // Photos
  photo: "Das Foto",
  dropPhoto: "Ein Foto hierher ziehen oder einfügen.",
  choosePhoto: "Foto wählen",
  useCamera: "Kamera einschalten",
  stopCamera: "Kamera ausschalten",
  pastedPhoto: "eingefügtes Foto",
  pastedFile: "die eingefügte Datei",
  unknownKind: "von unbekannter Art",
  noPhoto: "Das ist kein Foto.",
  aPicture: "ein Bild: JPEG, PNG, WebP, GIF oder AVIF",
  photoTooLarge: "Das Foto ist zu groß.",
  mostPixels: "höchstens 100 Millionen Pixel",
  millions: (/** @type {number} */ n) => n === 1 ? "1 Million" : `${n} Millionen`,
  photoUnreadable: "Das Foto lässt sich nicht lesen.",
  wholePicture: "ein vollständiges Bild: JPEG, PNG, WebP, GIF oder AVIF",
  noCamera: "Es ist keine Kamera da.",
  needsCamera: "eine Kamera und die Erlaubnis, sie zu benutzen",
  // A photo that was repainted
  repainted: "Das umgemalte Foto",
  showPhoto: "Foto zeigen",
  styles: "Eingebaute Stile",
  style: (/** @type {number} */ number) => `Stil ${number}`,
  shareOfStyle: (/** @type {number} */ number) => `Anteil von Stil ${number}`,
  // Drawings
  draw: "Hier zeichnen",
  clear: "Leeren",
  sampleDigit: "Eine Beispielziffer nehmen",
  // Sound
  play: "Abspielen",
  stopPlaying: "Anhalten",
  loudness: "Die Lautstärke der Tonaufnahme im Verlauf",
  chooseClip: "Tonaufnahme wählen",
  clipUnreadable: "Die Tonaufnahme lässt sich nicht lesen.",
  aSound: "Ton, den der Browser abspielen kann: WAV, MP3, M4A, OGG oder WebM",
  theFile: "die Datei",
  clipNotFetched: "Die Tonaufnahme ließ sich nicht laden.",
  connection: "eine Internetverbindung beim ersten Mal",
  noMicrophone: "Es ist kein Mikrofon da.",
  needsMicrophone: "ein Mikrofon und die Erlaubnis, es zu benutzen",
  stopRecording: "Aufnahme beenden",
  listening: "Hört zu",
  record: "Aufnehmen",
  recordThreeSeconds: "3 Sekunden aufnehmen",
};
