//! Listening, and leaving off without dropping anyone.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use thiserror::Error;
use tokio::net::TcpListener;

/// A service that cannot listen, or had to stop.
#[derive(Debug, Error)]
pub enum ServeError {
    /// The address cannot be had.
    #[error("cannot listen on {address}: {source}; choose another with --listen ADDR:PORT")]
    Bind {
        /// What was asked for.
        address: SocketAddr,
        /// Why not.
        source: std::io::Error,
    },
    /// The socket failed.
    #[error("the service stopped: {0}")]
    Socket(#[from] std::io::Error),
}

/// How long answers under way may take once the service is asked to stop.
const DRAIN: Duration = Duration::from_secs(10);

/// Takes the address, so that a port in use is known before anything else is done.
///
/// # Errors
/// When the address is in use, not ours, or needs rights we lack.
pub async fn bind(address: SocketAddr) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address).await.map_err(|source| ServeError::Bind { address, source })
}

/// Serves until `SIGINT` or `SIGTERM`, then lets answers under way finish.
///
/// # Errors
/// When the socket fails.
pub async fn serve(listener: TcpListener, service: Router) -> Result<(), ServeError> {
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let mut drained = stopped.clone();
    let graceful = axum::serve(listener, service).with_graceful_shutdown(async move {
        asked_to_stop().await;
        tracing::info!("stopping: finishing the answers under way");
        // The receiver outlives this future, so that sending cannot fail.
        let _ = stop.send(true);
    });
    tokio::select! {
        done = graceful => done?,
        () = async {
            let _ = drained.wait_for(|stopping| *stopping).await;
            tokio::time::sleep(DRAIN).await;
        } => tracing::warn!("some answers were cut off after {} seconds", DRAIN.as_secs()),
    }
    Ok(())
}

async fn asked_to_stop() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                terminate.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}
