#!/usr/bin/env node
// Stands in the repository, not in dist/, so that npm links the command before the first build.
import '../dist/main.js'
