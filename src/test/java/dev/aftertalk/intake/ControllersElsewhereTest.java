package dev.aftertalk.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.support.StaticWebApplicationContext;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

class ControllersElsewhereTest {

    @Test
    void doesNotLookForAControllerAtTheWebhooksAddress() throws Exception {
        RequestMappingHandlerMapping controllers = new ControllersElsewhere().getRequestMappingHandlerMapping();
        controllers.setApplicationContext(new StaticWebApplicationContext());
        controllers.afterPropertiesSet();
        RequestMappingInfo both = RequestMappingInfo.paths(WebhookFilter.PATH, "/api/events")
                .options(controllers.getBuilderConfiguration())
                .build();
        controllers.registerMapping(both, this, Object.class.getMethod("toString"));

        assertThat(controllers.getHandler(to("/api/events"))).isNotNull();
        assertThat(controllers.getHandler(to(WebhookFilter.PATH))).isNull();
    }

    private static MockHttpServletRequest to(String path) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", path);
        request.setServletPath(path);
        ServletRequestPathUtils.parseAndCache(request);
        return request;
    }
}
