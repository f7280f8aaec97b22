"""How the deep models are trained, exported and checked: ``python3 build.py models``.

Nothing of this is imported by the page or by a build of the site: the finished models are committed to ``models/``.

=============  ======================================================================
recipe.py      what a recipe must have, and the facts it states
sources.py     data by sha256: cache, official address, registry package
data.py        image sets as arrays
augment.py     changes that leave a picture's class as it is
devices.py     where a model trains, and what is fast there
run.py         one training: speed, batches, checkpoints, curve, progress bar
photos.py      test photos
reviews.py     film reviews
pieces.py      vocabularies of pieces
tfjs.py        a graph of TensorFlow.js as a PyTorch module
quantise.py    weights in 8 bits, or in 16 where that is exact
tidy.py        what PyTorch writes that is not needed
export.py      PyTorch to ONNX, reference inputs and outputs, parity
onnx_file.py   an ONNX file that is run
catalogue.py   models/manifest.json and the model cards
table.py       docs/models.md: every model in one table
command.py     all of it, one recipe after the other
=============  ======================================================================

A recipe is a module ``models/recipes/<id with _ for ->.py`` that reads from top to bottom. It has:

``FACTS``
    A :class:`buildsteps.deep.recipe.Facts`: id, task, title, one sentence, data set, licences, metrics to reach.
``SETTINGS``
    ``{"cpu": ..., "gpu": ..., "quick": ...}``: one frozen dataclass of the recipe's own, three times. ``gpu`` serves
    CUDA and MPS; ``quick`` must end well under 20 seconds on one core.
``load_data(settings)``
    Returns whatever ``train`` and ``evaluate`` want. With the quick settings it is a slice.
``make_model(settings)``
    Returns a fresh ``torch.nn.Module``.
``train(run, data)``
    Returns the trained module. ``run`` is a :class:`buildsteps.deep.run.Run`::

        model = run.compiled(run.to_device(make_model(run.settings)))       # compile: only on CUDA
        optimizer = ...
        run.keep(model=model, optimizer=optimizer, schedule=schedule)       # what a checkpoint holds
        for step in run.steps(n_steps):                                     # bar, checkpoint, resume
            X, y = run.batch(data.X_train, data.y_train, size=512, step=step)   # a new order each epoch; pinned on CUDA
            with run.autocast():                                            # bfloat16 where it is fast
                loss = ...
            loss.backward(); optimizer.step(); ...
            run.show(loss=loss)                                             # the bar; costs no synchronisation
            if run.ends_epoch(len(data.X_train), 512, step):
                run.record(epoch=..., loss=..., accuracy=...)               # a row of models/curves/<id>.csv
        return run.original(model)

    A checkpoint holds the position, all random states and what was given to ``keep``; a training that was interrupted
    continues where it was and gives the same model. It must not look at the held-out data to choose anything.
    A recipe of pretrained weights just returns its module.
``graphs(model, data)``
    Returns a list of :class:`buildsteps.deep.export.Graph`: the ONNX files, as modules with named, sized, unit-bearing
    inputs and outputs and reference inputs. Most recipes have one, called ``main``.
``evaluate(files, data)``
    Returns ``{metric: number}`` on held-out data. ``files`` maps a graph's name to an
    :class:`buildsteps.deep.onnx_file.OnnxFile`, so what is measured is what is shipped: ``files["main"].run(
    {"image": X}, ["logits"])`` gives a dict of arrays and splits long inputs into batches.
``assets(folder, data)`` (optional)
    Writes further files, such as a vocabulary, into a folder, where the ONNX files are; returns ``{name: path}``.

``command.py`` does the rest: it trains, exports (opset 17, weights inline, dynamic batch, fewer bits where
``FACTS.bits`` says so), compares onnxruntime with PyTorch (at most 1e-4 apart), measures, and writes
``models/<id>.onnx`` (``<id>.<graph>.onnx`` for graphs not called main), ``models/<id>.reference.npz``,
``models/<id>.md`` and the entry of ``models/manifest.json``. With ``--quick`` all of that
happens in a folder that is thrown away.
"""
