package dev.ganglion.auth.devicekey;

import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

import reactor.core.publisher.Mono;

/** Gives a query its share of the budget, until its answer is written or its asker gone. */
@Component
class AnswerBudgetFilter implements WebFilter {
    static final String SHARE = "ganglion.keyQueryShare";

    private final AnswerBudget budget;

    AnswerBudgetFilter(AnswerBudget budget) {
        this.budget = budget;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!exchange.getRequest().getPath().value().equals(KeyQueryController.PATH)) {
            return chain.filter(exchange);
        }
        AnswerBudget.Share share = budget.share();
        exchange.getAttributes().put(SHARE, share);
        return chain.filter(exchange).doFinally(_ -> share.giveBack());
    }
}
