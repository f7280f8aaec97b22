"""The ONNX file format: its Protocol Buffers, and what stands in any file without running it."""
