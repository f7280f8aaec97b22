"""The ONNX file format: Protocol Buffers, and summaries of files that are not run."""
