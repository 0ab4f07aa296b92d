module rtmwasm/web/bundle

go 1.26.0

require (
	github.com/andybalholm/brotli v1.2.8
	github.com/evanw/esbuild v0.28.2
	rtmwasm v0.0.0
)

require golang.org/x/sys v0.4.0 // indirect

replace rtmwasm => ../..
