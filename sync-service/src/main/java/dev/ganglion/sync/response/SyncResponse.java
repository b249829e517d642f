package dev.ganglion.sync.response;

import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.token.SyncToken;

/**
 * A response.
 *
 * @param isEmpty whether it tells of nothing new
 * @param next its {@code next_batch}
 */
record SyncResponse(RawJson json, boolean isEmpty, SyncToken next) {}
