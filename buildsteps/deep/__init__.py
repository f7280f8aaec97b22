"""Training, export and verification of the deep models: ``python3 build.py models``.

Neither the page nor the build of the site imports this package: the finished models are committed to ``models/``.

=============  ======================================================================
recipe.py      the interface of a recipe, and the facts it states
sources.py     data by sha256: cache, official URL, registry package
data.py        image data sets as tensors
augment.py     data augmentation for images
devices.py     the training device and its capabilities
run.py         one training run: device, batches, checkpoints, curve, progress bar
photos.py      test photos
reviews.py     film reviews
negation.py    phrases that turn a word into its opposite
familiar.py    the words that tell the texts of a model from others
pieces.py      subword vocabularies
word_errors.py word error rates
tfjs.py        a TensorFlow.js graph as a PyTorch module
quantise.py    weights in 8 bits, or in 16 if that is exact
prune.py       removal of unneeded operations that PyTorch writes
export.py      PyTorch to ONNX, reference inputs and outputs, parity
onnx_file.py   running an ONNX file
calibrate.py   the temperature of a classifier
catalogue.py   models/manifest.json and the model cards
table.py       docs/models.md: a table of all models
command.py     all steps, for one recipe after another
=============  ======================================================================

A recipe is a module ``models/recipes/<id with _ for ->.py`` that defines:

``FACTS``
    A :class:`buildsteps.deep.recipe.Facts`: id, task, title, description, data set, licences, target metrics.
``SETTINGS``
    ``{"cpu": ..., "gpu": ..., "quick": ...}``: three instances of a frozen dataclass of the recipe. ``gpu`` is for
    CUDA and MPS; ``quick`` must finish well within 20 seconds on one core.
``load_data(settings)``
    Returns the data that ``train`` and ``evaluate`` need; with the quick settings, a subset.
``make_model(settings)``
    Returns an untrained ``torch.nn.Module``.
``train(run, data)``
    Returns the trained module. ``run`` is a :class:`buildsteps.deep.run.Run`::

        model = run.compiled(run.to_device(make_model(run.settings)))       # compile: only on CUDA
        optimizer = ...
        run.keep(model=model, optimizer=optimizer, schedule=schedule)       # the contents of a checkpoint
        for step in run.steps(n_steps):                                     # progress bar, checkpoints, resuming
            X, y = run.batch(data.X_train, data.y_train, size=512, step=step)   # reshuffled each epoch; pinned on CUDA
            with run.autocast():                                            # bfloat16 where it is faster
                loss = ...
            loss.backward(); optimizer.step(); ...
            run.show(loss=loss)                                             # progress bar; does not synchronise
            if run.ends_epoch(len(data.X_train), 512, step):
                run.record(epoch=..., loss=..., accuracy=...)               # a row of models/curves/<id>.csv
        return run.original(model)

    A checkpoint contains the position, all random states and the objects given to ``keep``, so an interrupted training
    resumes where it stopped and yields the same model. Training must not use the held-out data for any choice.
    A recipe with pretrained weights simply returns its module.
``graphs(model, data)``
    Returns a list of :class:`buildsteps.deep.export.Graph`, one per ONNX file: modules with reference inputs, and with
    names, shapes and units of their inputs and outputs. Most recipes have one, called ``main``.
``evaluate(files, data)``
    Returns ``{metric: number}`` on held-out data. ``files`` maps the name of a graph to an
    :class:`buildsteps.deep.onnx_file.OnnxFile`, so the shipped files themselves are evaluated: ``files["main"].run(
    {"image": X}, ["logits"])`` returns a dict of arrays and splits long inputs into batches.
``held_out(files, data)`` (optional)
    Of a classifier: returns its logits on the held-out rows and their classes, on which it is calibrated.
``assets(folder, data)`` (optional)
    Writes additional files, such as a vocabulary, into the folder of the ONNX files; returns ``{name: path}``.

``command.py`` does the rest: it trains, exports (opset 17, inline weights, dynamic batch size, ``FACTS.bits`` bits per
weight), compares onnxruntime with PyTorch (at most 1e-4 apart), evaluates, and writes ``models/<id>.onnx``
(``<id>.<graph>.onnx`` for graphs other than main), ``models/<id>.reference.npz``, ``models/<id>.md`` and the entry in
``models/manifest.json``. With ``--quick`` all files go into a temporary folder.
"""
