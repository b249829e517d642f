package dev.ganglion.sync.todevice;

import java.util.List;

/** What a client sends at once. */
record SendRequest(SendTransaction transaction, List<Addressed> messages) {}
