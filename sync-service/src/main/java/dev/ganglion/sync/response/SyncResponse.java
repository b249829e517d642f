package dev.ganglion.sync.response;

import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.token.SyncToken;

/**
 * A response.
 *
 * @param isEmpty whether it tells of nothing new
 * @param toWaitFrom for whoever does not give it to the client but waits for news: its {@code
 *     next_batch}, but before what it repeats
 */
record SyncResponse(RawJson json, boolean isEmpty, SyncToken toWaitFrom) {}
