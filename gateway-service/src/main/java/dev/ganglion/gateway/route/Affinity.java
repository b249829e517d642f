package dev.ganglion.gateway.route;

/** What ties a request to one replica, so that caches there are warm; never needed to be right. */
public enum Affinity {
    /** Any replica. */
    NONE,
    /** The replica of the calling user. */
    USER,
    /** The replica of the room in the path. */
    ROOM
}
